import type { Facts } from "./facts.ts";
import { type Finding, about } from "./finding.ts";

/** Judges Apple's container, on macOS: another way to run, so that its lack is no problem where Docker works. Pure. */
export function judgeApple({ apple }: Pick<Facts, "apple">): readonly Finding[] {
  if (apple === undefined) return [];
  const finding = about("apple", "Apple's container");
  if (apple.kind === "found") return [finding.ok(`version ${apple.version}; a virtual machine for each run`)];
  const { message, hint, causeCode } = apple.failure;
  return [
    finding.warning({
      seen: message.replace(/\.$/, ""),
      why: `On a Mac with Apple silicon moat prefers it: each run has a virtual machine of its own. ${hint}`,
      fix: causeCode === "ENGINE_UNREACHABLE" ? "container system start" : "",
    }),
  ];
}
