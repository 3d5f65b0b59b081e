import type { ContainerSpec, TerminalSize } from "@moat/core";

/** What a program inside an in-memory container sees of its world. */
export interface Guest {
  /** The arguments after the program's name. */
  readonly args: readonly string[];
  /** The whole spec: environment, files, user and so on. */
  readonly spec: ContainerSpec;
  /** What is written to attachments; at its end at once when the spec has no `stdin`. */
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Aborted when the process is ended from outside. After that, writing throws. */
  readonly ended: AbortSignal;
  /** Writes to stdout; resolves when everyone who is attached has room for more. */
  readonly stdout: (data: Uint8Array | string) => Promise<void>;
  /** Writes to stderr, or to the terminal when there is one. */
  readonly stderr: (data: Uint8Array | string) => Promise<void>;
  /** Handles a signal from now on, instead of being ended by it. SIGKILL cannot be handled. */
  readonly onSignal: (signal: NodeJS.Signals, handler: () => void) => void;
  /** The terminal's size now; 0 by 0 without a terminal. SIGWINCH tells when it changes. */
  readonly terminalSize: () => TerminalSize;
  /** Lets time pass; throws when the process is ended meanwhile. */
  readonly sleep: (ms: number) => Promise<void>;
}

/** A program for in-memory containers. What it returns, modulo 256, is its exit code; when it throws, that is 1. */
export type GuestProgram = (guest: Guest) => number | Promise<number>;
