/** How the server names its version before 1.4. */
export function longVersion(version: string): string {
  return `container-apiserver version ${version} (build: release, commit: abcdef0)`;
}
