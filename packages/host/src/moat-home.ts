import { isAbsolute, join, normalize } from "node:path";
import { MoatError } from "@moat/core";
import type { HostFacts } from "./host-facts.ts";

/**
 * Tells where moat keeps its own files: `$MOAT_HOME`, or `~/.moat` of the user that this process *is*. So `sudo moat`
 * uses root's home, and never leaves files of root in the home of the user who called it.
 *
 * @throws `HOME_UNUSABLE` for a `MOAT_HOME` that is not absolute, and a user without a home.
 */
export function moatHome(facts: Pick<HostFacts, "env" | "effectiveUser">): string {
  const given = facts.env["MOAT_HOME"] ?? "";
  if (given !== "") {
    if (isAbsolute(given)) return normalize(given);
    throw new MoatError("HOME_UNUSABLE", `MOAT_HOME is not an absolute path: ${JSON.stringify(given)}.`, {
      hint: "Set MOAT_HOME to an absolute path, or unset it to use ~/.moat.",
      details: { home: given },
    });
  }
  if (isAbsolute(facts.effectiveUser.home)) return join(facts.effectiveUser.home, ".moat");
  throw new MoatError("HOME_UNUSABLE", `User ${facts.effectiveUser.uid} has no home directory on this machine.`, {
    hint: "Set MOAT_HOME to a directory that this user may write.",
  });
}
