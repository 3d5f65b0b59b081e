import type { ErrorCodeRow } from "../check.ts";

/** Where the page of error codes is. */
export const ERRORS_PAGE = "docs/content/reference/errors.md";

/** Writes the page of error codes. Pure. */
export function renderErrorsPage(codes: Readonly<Record<string, ErrorCodeRow>>): string {
  const sections = Object.entries(codes)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { kind, when }]) => `## ${code}\n\n${when}\n\nKind: \`${kind}\`\n`);
  return `${HEAD}\n${sections.join("\n")}`;
}

const HEAD = `<!-- Made by \`pnpm docs:errors\` from packages/core/src/errors/error-codes.ts. Do not edit. -->

# Errors

Every error of moat has a code, which is never renamed, and a kind. Programs should look at the code, or at the kind for
codes that they do not know; the message and the hint are for people. \`--json\` prints all of them:

\`\`\`json
{ "error": { "code": "RUN_NOT_FOUND", "kind": "not-found", "message": "...", "hint": "...", "details": {} } }
\`\`\`

\`moat run\` ends with 125 for any of them, and other commands with 1, or with 2 for \`USAGE\`. That the command itself failed is
no error of moat's: its exit code is passed on.
`;
