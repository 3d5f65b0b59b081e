import type { Box } from "./box.ts";
import type { MoatProcess } from "./moat-process.ts";
import { openTerminal } from "./pty.ts";

/** The ways to run something. */
export const MODES = ["foreground", "interactive", "detached"] as const;

/** One of {@link MODES}. */
export type Mode = (typeof MODES)[number];

const FLAGS: Readonly<Record<Mode, string>> = { foreground: "", interactive: "-i", detached: "-d" };

/** What is run, and how. */
export interface RunOptions {
  readonly name: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Whether moat runs in a terminal; an interactive run always does. */
  readonly isWindow?: boolean;
}

/** Starts `moat run` in a mode. In a terminal, the shell there says `code=` and moat's exit code, and after a
 * detached run waits for the window to be closed. */
export async function startRun(box: Box, mode: Mode, options: RunOptions): Promise<MoatProcess> {
  const { name, command, env = {}, isWindow = mode === "interactive" } = options;
  const args = ["run", FLAGS[mode], "-n", name, "--", ...command].filter((word) => word !== "");
  if (!isWindow) return box.start(args, { env });
  const variables = Object.entries(env).map(([key, value]) => `${key}=${quote(value)}`);
  const line = `${variables.join(" ")} moat ${args.map(quote).join(" ")}; echo "code=$?"`;
  const { screen } = await openTerminal(box, mode === "detached" ? `${line}; cat` : line);
  return screen;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
