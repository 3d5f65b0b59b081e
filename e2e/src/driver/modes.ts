import type { Box } from "./box.ts";
import type { MoatProcess } from "./moat-process.ts";
import { openTerminal } from "./pty.ts";

/** The ways to run something. */
export const MODES = ["foreground", "interactive", "detached"] as const;

/** One of {@link MODES}. */
export type Mode = (typeof MODES)[number];

const FLAGS: Readonly<Record<Mode, string>> = { foreground: "", interactive: "-i", detached: "-d" };

/** Starts `moat run` in a mode; interactive means in a terminal, whose shell then says `code=` and moat's exit code. */
export async function startRun(
  box: Box,
  mode: Mode,
  { name, command, env = {} }: { name: string; command: readonly string[]; env?: Readonly<Record<string, string>> },
): Promise<MoatProcess> {
  const args = ["run", FLAGS[mode], "-n", name, "--", ...command].filter((word) => word !== "");
  if (mode !== "interactive") return box.start(args, { env });
  const variables = Object.entries(env).map(([key, value]) => `${key}=${quote(value)}`);
  const { screen } = await openTerminal(box, `${variables.join(" ")} moat ${args.map(quote).join(" ")}; echo "code=$?"`);
  return screen;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
