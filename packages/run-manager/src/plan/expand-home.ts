/** `~` is the home directory of whoever ran moat. Pure. */
export function expandHome(path: string, home: string): string {
  return path === "~" || path.startsWith("~/") ? `${home}${path.slice(1)}` : path;
}
