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
  /** What was last said to be done, elsewhere. */
  let announced = "";
  /** Tells how long a step of a build takes. */
  let ticking: NodeJS.Timeout | undefined;
  const clear = () => {
    if (shown !== "") write(`\r${" ".repeat(shown.length)}\r`);
  };
  const show = (line: string) => {
    clear();
    write(line);
    shown = line;
  };
  const endProgress = () => {
    clearInterval(ticking);
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
      clearInterval(ticking);
      if (isTerminal) {
        show(progressLine(progress, 0));
        if (progress.operation === "pull") return;
        const since = Date.now();
        ticking = setInterval(() => show(progressLine(progress, Date.now() - since)), 1000).unref();
        return;
      }
      const line = plainLine(progress);
      if (announced !== line) write(line);
      announced = line;
    },
  };
}

function plainLine({ operation, subject, status }: Progress): string {
  return operation === "build"
    ? `moat: building: ${cut(plainText(status), 160)}\n`
    : `moat: pulling ${plainText(subject)}\n`;
}

function progressLine({ operation, subject, status, currentBytes, totalBytes }: Progress, elapsedMs: number): string {
  if (operation === "build") return `moat: building: ${cut(plainText(status), 50)} (${Math.floor(elapsedMs / 1000)} s)`;
  const amount = totalBytes > 0 ? ` ${megabytes(currentBytes)}/${megabytes(totalBytes)} MB` : "";
  return plainText(`moat: pulling ${subject}:${amount} ${status.slice(0, 40)}`);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 3)}...` : text;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
