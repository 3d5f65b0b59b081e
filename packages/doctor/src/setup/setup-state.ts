import type { RuntimeEntry } from "./daemon-json.ts";

/** Where the record of a set-up is: of the machine, not of a user, for what it changed belongs to the machine. */
export const SETUP_DIRECTORY = "/var/lib/moat/setup";
/** The record itself. */
export const SETUP_STATE = `${SETUP_DIRECTORY}/state.json`;
/** daemon.json as it was, with its owner and mode. */
export const SETUP_BACKUP = `${SETUP_DIRECTORY}/daemon.json`;

/** One thing that a set-up has changed, or was about to. */
export type UndoEntry =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "package"; readonly name: string }
  | DaemonJsonUndo;

/** How daemon.json was, and how the set-up left it. */
export interface DaemonJsonUndo {
  readonly kind: "daemon-json";
  readonly path: string;
  readonly existed: boolean;
  /** The text that the set-up writes, as SHA-256 in hexadecimal digits. */
  readonly sha256: string;
  readonly runtime: string;
  readonly entry: RuntimeEntry;
}

/** The record of a set-up. */
export interface SetupState {
  readonly version: 1;
  readonly undo: readonly UndoEntry[];
}

/** Reads a record; undefined when the text is none that this version knows. Pure. */
export function parseSetupState(text: string): SetupState | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isState(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isState(value: unknown): value is SetupState {
  return (
    typeof value === "object" &&
    value !== null &&
    Reflect.get(value, "version") === 1 &&
    Array.isArray(Reflect.get(value, "undo"))
  );
}
