import type { Finding, Repository } from "./check.ts";

/** Finds the lines that a pattern matches in the files whose path is wanted. */
export function findLines(
  { files }: Pick<Repository, "files">,
  wanted: (path: string) => boolean,
  judge: (line: string, path: string) => string | undefined,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const [file, text] of files) {
    if (!wanted(file)) continue;
    for (const [index, line] of text.split("\n").entries()) {
      const message = judge(line, file);
      if (message !== undefined) findings.push({ file, line: index + 1, message });
    }
  }
  return findings;
}
