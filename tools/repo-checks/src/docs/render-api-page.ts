import type { ApiExport, PackageApi } from "../api/package-api.ts";

/** Where the report of a package's API is, which is also its page in the reference. */
export function apiPage(folder: string): string {
  return `docs/content/reference/api/${folder.replace("packages/", "")}.md`;
}

/** Writes the report of a package's API: whatever its users can see is in it, so that no change of it goes unnoticed. Pure. */
export function renderApiPage({ folder, exports }: PackageApi): string {
  const name = folder.replace("packages/", "@moat/");
  return `${MADE_BY}

# ${name}

${exports.length} exports, as \`import { ... } from "${name}"\` gives them.

${exports.map(sectionOf).join("\n")}`;
}

const MADE_BY = "<!-- Made by `pnpm docs:api` from the package's declarations. Do not edit. -->";

function sectionOf({ name, kind, doc, text }: ApiExport): string {
  return `## ${name}

${[`*${kind}*`, ...paragraphsOf(doc)].join("\n\n")}

\`\`\`ts
${text}
\`\`\`
`;
}

/** TSDoc as Markdown: links are names, and `@throws` says so. */
function paragraphsOf(doc: string): readonly string[] {
  if (doc === "") return [];
  const text = doc
    .replaceAll(/\{@link ([^}]+)\}/g, "`$1`")
    .replaceAll(/^@throws /gm, "**Throws** ")
    .replaceAll("<", "&lt;");
  return text.split("\n\n");
}
