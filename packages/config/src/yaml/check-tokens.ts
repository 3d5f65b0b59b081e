import { CST } from "yaml";
import type { IssueLog } from "../problems/issue-log.ts";
import type { Problem } from "../problems/problem.ts";

const MAX_DEPTH = 32;

/**
 * Reports what YAML allows and agent.yaml does not: tags, directives, deep nesting. It recurses nowhere, so that it can
 * tell about nesting before the library, which does recurse, meets it. Returns whether the library may go on.
 */
export function checkTokens(tokens: readonly CST.Token[], issues: IssueLog): boolean {
  const pending = tokens.map((token) => ({ token, depth: 0 })).toReversed();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { token, depth } = next;
    const problem = problemOf(token, depth);
    if (problem !== undefined) {
      const end = token.offset + ("source" in token ? token.source.trimEnd().length : 1);
      issues.add({ start: token.offset, end }, "", problem);
    }
    if (depth > MAX_DEPTH) return false;
    for (const child of childrenOf(token).toReversed()) pending.push({ token: child, depth: depth + 1 });
  }
  return true;
}

function problemOf(token: CST.Token, depth: number): Problem | undefined {
  if (token.type === "tag") {
    return { message: "YAML tags are not allowed.", hint: "Remove the tag; quote the value to make it a string." };
  }
  if (token.type === "directive") {
    return { message: "YAML directives are not allowed.", hint: "Remove the line; the file is read as YAML 1.2." };
  }
  if (depth <= MAX_DEPTH) return undefined;
  return { message: `Values are nested more than ${MAX_DEPTH} deep.`, hint: "Flatten them." };
}

function childrenOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === "document") return token.value === undefined ? token.start : [...token.start, token.value];
  if (!CST.isCollection(token)) return [];
  return token.items.flatMap((item) => {
    const children: (CST.Token | null | undefined)[] = [...item.start, item.key, ...(item.sep ?? []), item.value];
    return children.filter((child) => child !== null && child !== undefined);
  });
}
