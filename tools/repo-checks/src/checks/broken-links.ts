import { posix } from "node:path";
import type { Check, Finding } from "../check.ts";

/** Links within the documentation lead somewhere: to a file or folder, and to a heading in it. */
export const brokenLinks: Check = {
  name: "broken-links",
  run({ files }) {
    const findings: Finding[] = [];
    const folders = new Set([...files.keys()].flatMap(parentsOf));
    for (const [file, text] of files) {
      if (!file.endsWith(".md")) continue;
      for (const [index, line] of text.split("\n").entries()) {
        for (const [, link = ""] of line.replaceAll(/`[^`]*`/g, "").matchAll(/\]\(([^)\s]+)\)/g)) {
          if (/^[a-z]+:/.test(link)) continue;
          const [path = "", anchor = ""] = link.split("#");
          const target = path === "" ? file : posix.join(posix.dirname(file), path).replace(/\/$/, "");
          const found = files.get(target);
          const holds = found === undefined ? folders.has(target) : anchor === "" || anchorsOf(found).has(anchor);
          if (!holds) findings.push({ file, line: index + 1, message: `has a link that leads nowhere: ${link}` });
        }
      }
    }
    return findings;
  },
};

function parentsOf(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** The anchors of a Markdown text's headings, as GitHub makes them. */
function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = markdown.split("\n").flatMap((line) => /^#+ (.*)$/.exec(line)?.[1] ?? []);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_ -]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}
