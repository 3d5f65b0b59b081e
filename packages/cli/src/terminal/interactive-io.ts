import type { RunIO } from "@moat/run-manager";
import { escapeKeys } from "./escape-keys.ts";
import type { TerminalModes } from "./terminal-modes.ts";
import { HOLD_MS, typedKeys } from "./typed-keys.ts";

/** What becomes of keys and output on their way. */
export interface InteractiveIOOptions {
  readonly modes: TerminalModes;
  /** The sequence that detaches; empty for none. */
  readonly detachKeys: Uint8Array;
  readonly onDetach: () => void;
}

/** A terminal's streams as a run's: keys are watched for the sequence that detaches, output for the modes that it sets. */
export function interactiveIO(io: RunIO, { modes, detachKeys, onDetach }: InteractiveIOOptions): RunIO {
  const escape = escapeKeys(detachKeys);
  return {
    ...io,
    stdin: io.stdin === undefined ? undefined : typedKeys(io.stdin, { escape, holdMs: HOLD_MS, onDetach }),
    stdout(data) {
      modes.see(data);
      return io.stdout(data);
    },
  };
}
