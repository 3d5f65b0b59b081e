/** What a lock says of a name; empty where it says nothing. */
export function lockedIn(values: Readonly<Record<string, string>>, name: string): string {
  return Object.hasOwn(values, name) ? (values[name] ?? "") : "";
}
