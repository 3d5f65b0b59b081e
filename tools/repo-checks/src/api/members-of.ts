import type { Class, Declaration, TSInterfaceDeclaration } from "oxc-parser";
import type { ApiMember } from "./package-api.ts";
import { type Declarations, docBefore } from "./parse-declarations.ts";

/** Finds what an interface or a class is made of; nothing of anything else, and nothing private. */
export function membersOf(declarations: Declarations, node: Declaration): readonly ApiMember[] {
  if (node.type !== "TSInterfaceDeclaration" && node.type !== "ClassDeclaration") return [];
  return nodesOf(node).flatMap((member): readonly ApiMember[] => {
    if (!("key" in member) || member.key.type !== "Identifier") return [];
    const text = declarations.text.slice(member.start, member.end);
    if (/^(?:private|protected) /.test(text)) return [];
    return [
      {
        name: member.key.name,
        doc: docBefore(declarations, member.start),
        isOptional: "optional" in member && member.optional,
        isNumber: /: number(?: \| undefined)?;?$/.test(text) && !text.includes("("),
        isAsync: /\): (?:Promise|AsyncIterable|AsyncGenerator)</.test(text),
      },
    ];
  });
}

function nodesOf(
  node: TSInterfaceDeclaration | Class,
): readonly (TSInterfaceDeclaration["body"]["body"][number] | Class["body"]["body"][number])[] {
  return node.body.body;
}
