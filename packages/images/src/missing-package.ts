/** How each package manager says that what was asked for does not exist. The groups are its name, and its version. */
const SAYINGS: readonly (readonly [source: string, pattern: RegExp])[] = [
  ["Debian", /^E: Unable to locate package (?<name>\S+)$/],
  ["Debian", /^E: Version '(?<version>[^']+)' for '(?<name>[^']+)' was not found$/],
  ["Debian", /^E: Package '(?<name>[^']+)' has no installation candidate$/],
  ["npm", /^npm (?:error|ERR!) 404\s+'(?<name>@?[^@']+)(?:@(?<version>[^']+))?' is not in this registry\.?$/],
  [
    "npm",
    /^npm (?:error|ERR!) 404\s+The requested resource '(?<name>@?[^@']+)(?:@(?<version>[^']+))?' could not be found/,
  ],
  ["npm", /^npm (?:error|ERR!) notarget No matching version found for (?<name>@?[^@\s]+)@(?<version>\S+?)\.?$/],
  ["PyPI", /^ERROR: No matching distribution found for (?<name>[^=\s]+)(?:==(?<version>\S+))?$/],
  ["PyPI", /Because (?<name>\S+) was not found in the package registry/],
  ["PyPI", /[Bb]ecause there is no version of (?<name>[^=\s]+)==(?<version>\S+)/],
  ["Go", /^go: (?<name>[^@\s]+)@(?<version>v[^:\s]+): .*(?:unknown revision|not found|404|410|no matching versions)/i],
  ["Cargo", /^error: could not find `(?<name>[^`]+)` in registry `[^`]+` with version `=?(?<version>[^`]+)`$/],
];

/**
 * Reads of a failed step's output which package does not exist, as `npm has no left-pad@99.0.0`; empty where it says nothing of the
 * kind. A version where the package itself was found is told from a package that nobody has by the words of the manager only. Pure.
 */
export function missingPackage(output: readonly string[]): string {
  for (const line of output) {
    for (const [source, pattern] of SAYINGS) {
      const { name, version } = pattern.exec(line.trim())?.groups ?? {};
      if (name !== undefined) return `${source} has no ${version === undefined ? name : `${name}@${version}`}`;
    }
  }
  return "";
}
