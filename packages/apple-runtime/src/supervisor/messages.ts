import type { TerminalSize } from "@moat/core";
import type { Deadlines } from "../program/deadlines.ts";

/** What a supervisor is told when it begins. */
export interface SupervisorOrder {
  readonly id: string;
  readonly stateDir: string;
  readonly program: string;
  readonly env: Readonly<Record<string, string>>;
  readonly deadlines: Deadlines;
  readonly tty: boolean;
  readonly stdin: boolean;
  readonly terminalSize: TerminalSize;
  readonly logBytes: number;
}

/** What it answers to the process that began it. */
export type SupervisorReady = "ready" | "already-there";

/** The first frame of a connection says what it is for. */
export type SupervisorRequest =
  /** Carries output from now on, and takes input and sizes. */
  | { readonly want: "attach"; readonly input: boolean }
  /** Starts the process; answered when it runs, or cannot. */
  | { readonly want: "start" }
  /** Ends when the process has ended. */
  | { readonly want: "watch" }
  /** The container is being removed: whoever is attached is let go. */
  | { readonly want: "leave" };

/** The answer to `attach`, `start` and `watch`. */
export type SupervisorReply =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly exitCode: number; readonly stderr: string }
  | { readonly kind: "expired" };
