/** A member of an object; undefined where there is none. */
export function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** The items of a list; none where it is no list. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** One event of a stream whose data tells its type, too. */
export function typedEvent(type: string, data: object): string {
  return sse(type, { type, ...data });
}

/** One event of a stream of them. */
export function sse(event: string, data: object): string {
  return `${event === "" ? "" : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;
}
