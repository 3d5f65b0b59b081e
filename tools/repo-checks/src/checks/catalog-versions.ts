import type { Check, Finding } from "../check.ts";
import { DEPENDENCY_KEYS, dependenciesOf, readManifests } from "../manifest.ts";

/** Versions are in one place: the catalog of pnpm-workspace.yaml. */
export const catalogVersions: Check = {
  name: "catalog-versions",
  run(repository) {
    const findings: Finding[] = [];
    for (const manifest of readManifests(repository)) {
      for (const key of DEPENDENCY_KEYS) {
        for (const [name, version] of dependenciesOf(manifest, key)) {
          if (version === "catalog:" || version === "workspace:*") continue;
          const message = `asks for ${name} ${version}; write "catalog:", or "workspace:*" for our own.`;
          findings.push({ file: manifest.file, line: 0, message });
        }
      }
    }
    return findings;
  },
};
