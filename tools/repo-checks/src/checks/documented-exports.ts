import type { ApiExport } from "../api/package-api.ts";
import type { Check, Finding, Repository } from "../check.ts";

/** Names that say of a number what it counts. */
const HAS_UNIT = /(?:Ms|Bytes|Mb|Seconds|Port|Code|^uid|^gid|^pid)$/;

/** What a package exports tells its users what it is, what it throws, what is assumed, and in which unit it counts. */
export const documentedExports: Check = {
  name: "documented-exports",
  run(repository) {
    const findings: Finding[] = [];
    for (const { exports } of repository.apis)
      for (const entry of exports)
        for (const message of problemsOf(entry, repository)) findings.push({ file: entry.file, line: 0, message });
    return findings;
  },
};

function problemsOf(entry: ApiExport, { files, errorCodes }: Repository): readonly string[] {
  const { name, doc, members } = entry;
  const problems: string[] = [];
  if (doc === "") problems.push(`exports ${name} without TSDoc.`);
  const throwsItself =
    entry.kind === "function" && /\bthrow new \w+Error\(/.test(bodyOf(files.get(entry.file) ?? "", name));
  if (entry.kind === "function" && (entry.isAsync || throwsItself) && !saysWhatIsThrown(doc))
    problems.push(`exports ${name}, whose TSDoc has neither @throws nor "Never throws".`);
  for (const member of members) {
    const full = `${name}.${member.name}`;
    if (member.isAsync && member.doc === "" && entry.kind === "class")
      problems.push(`exports ${full}, a method without TSDoc.`);
    if (member.isNumber && member.doc === "" && !HAS_UNIT.test(member.name))
      problems.push(`exports ${full}, a number of which neither its name nor TSDoc tells the unit.`);
    if (member.isOptional && !/default/i.test(`${member.doc} ${doc}`))
      problems.push(`exports ${full}, which may be left out, and no TSDoc tells the default.`);
  }
  for (const [text, place] of [
    [doc, name],
    ...members.map((member) => [member.doc, `${name}.${member.name}`]),
  ] as const)
    for (const code of unknownCodes(text ?? "", errorCodes))
      problems.push(`says that ${place} throws ${code}, which is no error code.`);
  return problems;
}

function saysWhatIsThrown(doc: string): boolean {
  return /^@throws \S/m.test(doc) || /\bNever throws\b/.test(doc);
}

/** The codes behind `@throws` that the table does not have; `CONFIG_*` stands for all that begin so. */
function unknownCodes(doc: string, codes: Repository["errorCodes"]): readonly string[] {
  const [, told = ""] = doc.split(/^@throws /m);
  return Array.from(told.matchAll(/`((?!MOAT_)[A-Z][A-Z_]+\*?)`/g), ([, code = ""]) => code).filter((code) =>
    code.endsWith("*")
      ? !Object.keys(codes).some((known) => known.startsWith(code.slice(0, -1)))
      : !Object.hasOwn(codes, code),
  );
}

/** A function's text: from its name to the line that closes it. */
function bodyOf(source: string, name: string): string {
  const start = source.search(new RegExp(`^export (?:async )?function\\*? ${name}\\b`, "m"));
  return start === -1 ? "" : (source.slice(start).split("\n}\n")[0] ?? "");
}
