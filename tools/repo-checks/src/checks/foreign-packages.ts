import type { Check, Finding } from "../check.ts";
import { findLines } from "../lines.ts";
import { dependenciesOf, publicManifests } from "../manifest.ts";

/** What of others each package is built on, and why. Users install all of it. */
const ALLOWED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "apple-runtime": {
    "@lydell/node-pty":
      "a terminal for Apple's program: it needs a real one, and Node cannot make any; prebuilt, so nothing is compiled",
    "tar-stream": "container export gives a tar archive",
  },
  cli: {
    "@lydell/node-pty":
      "apple-runtime's terminal: a binary file, which cannot be in the bundle with the rest of that package",
    "@oclif/core": "command line parsing, help",
    "@xterm/headless": "a terminal in memory, to show a run's screen again",
    "@xterm/addon-serialize": "what draws that screen",
  },
  config: { yaml: "YAML with the position of every token" },
  doctor: { "jsonc-parser": "edits of daemon.json that leave the rest of its text as it is" },
  "docker-runtime": {
    dockerode: "the engine's transport: unix sockets, upgraded connections",
    "tar-stream": "the engine takes and gives files as tar archives",
  },
  "run-manager": { "tar-stream": "files go into and come out of runs as tar archives" },
  "runtime-testkit": {
    "@lydell/node-pty": "terminals for the local processes that play those in containers",
    vitest: "the contract is a suite of vitest, which the user brings",
  },
};

const IMPORT = /(?:\bfrom|\bimport|\bimport\()\s*["']((?:@[\w.-]+\/)?[\w][\w.-]*)(?:\/[^"']*)?["']/;

/** A package depends on, and its source imports, only what is listed above, Node, and packages of our own. */
export const foreignPackages: Check = {
  name: "foreign-packages",
  run(repository) {
    const findings: Finding[] = [];
    for (const manifest of publicManifests(repository)) {
      for (const key of ["dependencies", "peerDependencies", "optionalDependencies"] as const) {
        for (const [name] of dependenciesOf(manifest, key)) {
          if (!isAllowed(manifest.folder, name))
            findings.push({ file: manifest.file, line: 0, message: `depends on ${name}, ${NOT_LISTED}` });
        }
      }
    }
    const imports = findLines(
      repository,
      (path) => /^packages\/[^/]+\/src\/.*\.ts$/.test(path) && !/\.test\.ts$|\/testing\//.test(path),
      (line, path) => {
        const name = IMPORT.exec(line)?.[1];
        return name === undefined || isAllowed(path, name) ? undefined : `imports ${name}, ${NOT_LISTED}`;
      },
    );
    return [...findings, ...imports];
  },
};

const NOT_LISTED = "which this package may not: see the list in tools/repo-checks/src/checks/foreign-packages.ts.";

function isAllowed(path: string, name: string): boolean {
  if (name.startsWith("@moat/")) return true;
  return Object.hasOwn(ALLOWED[path.split("/")[1] ?? ""] ?? {}, name);
}
