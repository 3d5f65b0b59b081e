/** Writes labels as the engine's `filters` parameter: an object must carry all of them. */
export function labelQuery(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify({ label: Object.entries(labels).map(([name, value]) => `${name}=${value}`) });
}
