import type { Diagnostics, Progress } from "@moat/core";
import { plainLines, plainText } from "./plain-text.ts";

/** Where diagnostics are printed, and how much of them. */
export interface PrintOptions {
  readonly write: (text: string) => void;
  readonly verbose: boolean;
  /** Whether a line can be written over. */
  readonly isTerminal: boolean;
}

/** Diagnostics that are printed, and what only the CLI says. */
export interface PrintedDiagnostics extends Diagnostics {
  /** Says how far a long operation has come, in a line that stays. */
  note(message: string): void;
  /** Takes the line that moves away. */
  endProgress(): void;
}

/** Prints diagnostics for people: each warning once, debug lines if asked for, progress as one line that moves. */
export function printDiagnostics({ write, verbose, isTerminal }: PrintOptions): PrintedDiagnostics {
  const warned = new Set<string>();
  /** The line that moves, on a terminal. */
  let shown = "";
  /** What was last said to be pulled, elsewhere. */
  let announced = "";
  const clear = () => {
    if (shown !== "") write(`\r${" ".repeat(shown.length)}\r`);
  };
  const endProgress = () => {
    clear();
    shown = "";
  };
  return {
    endProgress,
    warn(message) {
      if (warned.has(message)) return;
      warned.add(message);
      endProgress();
      write(`moat: warning: ${plainLines(message)}\n`);
    },
    note(message) {
      endProgress();
      write(`moat: ${plainLines(message)}\n`);
    },
    debug(message) {
      if (!verbose) return;
      endProgress();
      write(`moat: debug: ${plainLines(message)}\n`);
    },
    progress(progress) {
      const line = progressLine(progress);
      if (isTerminal) {
        clear();
        write(line);
        shown = line;
      } else if (announced !== progress.subject) {
        announced = progress.subject;
        write(`moat: pulling ${plainText(announced)}\n`);
      }
    },
  };
}

function progressLine({ subject, status, currentBytes, totalBytes }: Progress): string {
  const amount = totalBytes > 0 ? ` ${megabytes(currentBytes)}/${megabytes(totalBytes)} MB` : "";
  return plainText(`moat: pulling ${subject}:${amount} ${status.slice(0, 40)}`);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
