import type { Check, Finding } from "../check.ts";
import { GIVEN_VARIABLES, READ_VARIABLES, VARIABLES_PAGE } from "../docs/environment-variables.ts";
import { codeLines } from "../docs/code-lines.ts";

const TABLE = "tools/repo-checks/src/docs/environment-variables.ts";
const SOURCE = /^packages\/(?!runtime-testkit\/)[^/]+\/src\/(?!.*(?:\.test\.ts$|\/testing\/)).*\.ts$/;

/** How the source names a variable of an environment. */
const USES = [
  /\b(?:env|variables|environment)\??(?:\.env)?\["([A-Z][A-Z0-9_]+)"\]/g,
  /"(MOAT_[A-Z0-9_]+)"/g,
  /"([A-Z]+_(?:PROXY|CAINFO|CERT)|[A-Z]+_(?:SSL|HTTP)_CAINFO|[A-Z]+_[A-Z]+_(?:BUNDLE|CERTS|FILE)|[A-Z]+_EXTRA_CA_CERTS)"/g,
  /\benv\.set\("([A-Z][A-Z0-9_]+)"/g,
  /\breadVariable\("([A-Z][A-Z0-9_]+)"/g,
];

/** Every variable that the source knows is in the table, every one of the table is in the source, and the docs name no other. */
export const environmentVariables: Check = {
  name: "environment-variables",
  run(repository) {
    const known = new Set([...READ_VARIABLES, ...GIVEN_VARIABLES].flatMap(({ names }) => names));
    const used = new Set<string>();
    const findings: Finding[] = [];
    for (const [file, text] of repository.files) {
      if (!SOURCE.test(file)) continue;
      for (const pattern of USES) {
        for (const [, name = ""] of text.matchAll(pattern)) {
          used.add(name);
          if (!known.has(name))
            findings.push({ file, line: 0, message: `knows the variable ${name}, which ${TABLE} does not.` });
        }
      }
    }
    for (const name of known)
      if (!used.has(name))
        findings.push({ file: TABLE, line: 0, message: `has the variable ${name}, which nothing knows.` });
    return [...findings, ...mentions(repository, known)];
  },
};

/** Variables of moat's that the documentation shows. */
function mentions(repository: Parameters<Check["run"]>[0], known: ReadonlySet<string>): readonly Finding[] {
  return [...repository.files].flatMap(([file, text]) =>
    file.endsWith(".md") && file !== VARIABLES_PAGE
      ? codeLines(text).flatMap(({ line, text: code }) =>
          Array.from(code.matchAll(/\bMOAT_(?!TEST_)[A-Z][A-Z0-9_]*[A-Z0-9]\b/g), ([name]) => name)
            .filter((name) => !known.has(name))
            .map((name) => ({ file, line, message: `mentions the variable ${name}, which moat does not know.` })),
        )
      : [],
  );
}
