import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Box } from "./box.ts";
import type { MoatProcess } from "./moat-process.ts";

const run = promisify(execFile);

/** A person at a terminal: a shell in a real pty, in which moat runs. */
export interface Terminal {
  /** What is on the screen, as it came; `ended` when the shell has ended. */
  readonly screen: MoatProcess;
  /** Types. */
  readonly type: (keys: string) => void;
  /** Drags a corner of the window. */
  readonly resize: (columns: number, rows: number) => Promise<void>;
}

/**
 * Runs a shell script in a terminal of 100 columns and 30 rows. The script finds moat on its PATH; afterwards the screen
 * says `restored` when the terminal's settings are what they were before.
 */
export async function openTerminal(box: Box, script: string): Promise<Terminal> {
  const file = join(box.directory, "in-terminal.sh");
  const device = join(box.directory, "tty");
  const lines = [
    "stty rows 30 cols 100",
    `tty > ${device}`,
    "before=$(stty -a)",
    script,
    '[ "$before" = "$(stty -a | sed "s/rows [0-9]*; columns [0-9]*/rows 30; columns 100/")" ] && echo restored',
  ];
  await writeFile(file, lines.join("\n"));
  const options = { input: { open: true }, env: { TERM: "xterm-256color" } } as const;
  const screen = box.startProgram("script", ["-qefc", `sh ${file}`, "/dev/null"], options);
  return {
    screen,
    type: (keys) => void screen.child.stdin?.write(keys),
    resize: (columns, rows) => setSize(device, columns, rows),
  };
}

async function setSize(device: string, columns: number, rows: number): Promise<void> {
  await run("sh", ["-c", `stty -F "$(cat ${device})" rows ${rows} cols ${columns}`]);
}
