/** Tells whether a value from JSON is an object, and not a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tells whether a value from JSON is a text. */
export function isText(value: unknown): value is string {
  return typeof value === "string";
}

/** Tells whether a value from JSON is a list of which every item fits. */
export function isList(value: unknown, fits: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every((item) => fits(item));
}

/** Tells whether a value from JSON is a list of texts. */
export function isStrings(value: unknown): boolean {
  return isList(value, isText);
}
