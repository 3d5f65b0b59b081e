import type { TerminalSize } from "@moat/core";

/** The terminal's size as it is now; 0 by 0 when standard output is none. */
export function terminalSize(): TerminalSize {
  return { columns: process.stdout.columns ?? 0, rows: process.stdout.rows ?? 0 };
}

/** Gives every key to the command, until the result is called; the terminal is restored however this process ends. */
export function enterRawMode(): () => void {
  process.stdin.setRawMode(true);
  process.on("exit", restore);
  return () => {
    process.off("exit", restore);
    restore();
  };
}

function restore(): void {
  if (process.stdin.isTTY) process.stdin.setRawMode(false);
}
