type Labels = Readonly<Record<string, string>>;

/** Whether an object carries all of some labels with their values. */
export function hasLabels(object: { readonly labels: Labels }, wanted: Labels): boolean {
  return Object.entries(wanted).every(([name, value]) => object.labels[name] === value);
}
