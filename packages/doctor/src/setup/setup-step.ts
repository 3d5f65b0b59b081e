import type { UndoEntry } from "./setup-state.ts";

/** One program to start, without a shell. */
export interface HostCommand {
  readonly argv: readonly string[];
  /** What it reads; empty for nothing. */
  readonly input: string;
}

/** What a step is about; the one that runs it looks at the result accordingly. */
export type SetupStepId =
  | "certificates"
  | "key"
  | "repository"
  | "lists"
  | "backup"
  | "install"
  | "register"
  | "reload"
  | "prove";

/** One step of a set-up. Plain data: what is printed is what is done. */
export interface SetupStep {
  readonly id: SetupStepId;
  /** What it does, one phrase. */
  readonly summary: string;
  readonly commands: readonly HostCommand[];
  readonly needsRoot: boolean;
  /** How it is undone, one phrase; empty where there is nothing to undo. */
  readonly undone: string;
  /** What `moat setup --undo` has to do about it; in the record before the step begins. */
  readonly undo: readonly UndoEntry[];
}

/** Makes a command. */
export function command(argv: readonly string[], input = ""): HostCommand {
  return { argv, input };
}

/** The commands that put a text into a new file that every user may read. Whoever reads it sees all of it or nothing. */
export function writeFileCommands(path: string, text: string): readonly HostCommand[] {
  return [
    command(["install", "-m", "0644", "/dev/null", `${path}.moat-new`]),
    command(["tee", `${path}.moat-new`], text),
    command(["mv", "-T", `${path}.moat-new`, path]),
  ];
}
