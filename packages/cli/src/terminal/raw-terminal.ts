import { writeSync } from "node:fs";
import type { TerminalSize } from "@moat/core";

/** The terminal's size as it is now; 0 by 0 where there is none. */
export function terminalSize(): TerminalSize {
  // Standard output may be a pipe that takes a run's id.
  const { columns, rows } = process.stdout.isTTY ? process.stdout : process.stderr;
  return { columns: columns ?? 0, rows: rows ?? 0 };
}

/** A terminal whose keys all go to a command. */
export interface RawTerminal {
  /** Gives the terminal back as it was. Idempotent. */
  leave(): void;
}

/** What {@link enterRawMode} needs to know of what the command did to the terminal. */
export interface RawTerminalOptions {
  /** What to write so that the terminal is in its usual state; see `TerminalModes.leave`. */
  readonly undo: () => string;
  /** The terminal was somebody else's for a while, and its screen is not what it was. */
  readonly onContinued: () => void;
}

/**
 * Gives every key to the command, until `leave`. The terminal is restored however this process ends, but by a SIGKILL, and
 * while it is stopped (SIGTSTP). A SIGSTOP gives no time to; the shell does it then.
 */
export function enterRawMode({ undo, onContinued }: RawTerminalOptions): RawTerminal {
  let isRaw = false;
  const enter = () => {
    process.stdin.setRawMode(true);
    // Node leaves the terminal's own translation of line ends on, and programs that move the cursor by line feeds draw wrongly. Where
    // there is no stty, that is all that is lost. What Node has saved, and restores, includes this.
    const { spawnSync } = process.getBuiltinModule("node:child_process");
    spawnSync("stty", ["-opost"], { stdio: ["inherit", "ignore", "ignore"] });
    isRaw = true;
  };
  const restore = () => {
    if (!isRaw) return;
    isRaw = false;
    writeNow(undo());
    if (process.stdin.isTTY) process.stdin.setRawMode(false);
  };
  const onStop = () => {
    restore();
    process.kill(process.pid, "SIGSTOP");
  };
  const onContinue = () => {
    // After a SIGSTOP Node believes that the terminal is as it left it.
    if (isRaw) process.stdin.setRawMode(false);
    enter();
    onContinued();
  };
  enter();
  process.on("exit", restore).on("SIGTSTP", onStop).on("SIGCONT", onContinue);
  return {
    leave() {
      process.off("exit", restore).off("SIGTSTP", onStop).off("SIGCONT", onContinue);
      restore();
    },
  };
}

/** Writes at once: the process may be ending. A terminal that is gone needs nothing any more. */
function writeNow(text: string): void {
  try {
    if (text !== "") writeSync(process.stdout.fd, text);
  } catch {
    // Nobody is there to see it.
  }
}
