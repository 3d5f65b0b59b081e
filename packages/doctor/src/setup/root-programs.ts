import { MoatError } from "@moat/core";
import type { ProgramPort } from "./run-program.ts";

/** How root is had: as this user, or by sudo; `asks` where sudo may ask for a password. */
export interface RootOptions {
  readonly isRoot: boolean;
  readonly asks: boolean;
}

/**
 * Opens a way to run programs as root, once, before anything is changed. Throws `SETUP_NEEDS_ROOT` where this user is
 * not root and sudo does not make it so.
 */
export async function openRoot(programs: ProgramPort, { isRoot, asks }: RootOptions): Promise<ProgramPort> {
  if (isRoot) return programs;
  const sudo = asks ? ["sudo"] : ["sudo", "-n"];
  const { code, stderr } = await programs.run([...sudo, "--", "true"]);
  if (code !== 0) {
    const why = code === 127 ? "there is no sudo here" : `sudo refused (${firstLine(stderr)})`;
    throw new MoatError("SETUP_NEEDS_ROOT", `This needs root, and ${why}; nothing was changed.`, {
      hint: "Run it as root, with the same flags: sudo moat setup",
      details: { sudo: code },
    });
  }
  return { run: (argv, input) => programs.run([...sudo, "--", ...argv], input) };
}

/** Runs a program; throws with what it said when it fails. */
export async function succeed(root: ProgramPort, argv: readonly string[], input = ""): Promise<void> {
  const { code, stderr, stdout } = await root.run(argv, input);
  if (code === 0) return;
  const said = (stderr.trim() || stdout.trim()).split("\n").slice(-3).join(" ");
  throw new Error(`${argv.join(" ")} ended with ${code}${said === "" ? "" : `: ${said}`}`);
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
