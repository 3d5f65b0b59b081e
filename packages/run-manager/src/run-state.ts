/** Where a run is in its life. The last three are the end of it. */
export type RunState =
  | { readonly status: "created" }
  | { readonly status: "starting" }
  | { readonly status: "running" }
  | { readonly status: "stopping" }
  | TerminalRunState;

/** How a run ended. A record that says one of these never changes again. */
export type TerminalRunState =
  | {
      readonly status: "exited";
      /** What the command ended with, 0 to 255; 128+n when signal n ended it. */
      readonly exitCode: number;
      /** The signal's name, for instance `SIGKILL`; empty when no signal ended it. */
      readonly signal: string;
      readonly outOfMemory: boolean;
    }
  | {
      readonly status: "failed";
      /** What moat was doing, for instance `image`, `create` or `start`. */
      readonly phase: string;
      /** The error's code; see the error table. */
      readonly code: string;
      readonly message: string;
    }
  /** The engine that had the container answers, and does not have it any more. */
  | { readonly status: "lost" };

/** One of the words for where a run is in its life. */
export type RunStatus = RunState["status"];

const ORDER: Readonly<Record<RunStatus, number>> = {
  created: 0,
  starting: 1,
  running: 2,
  stopping: 3,
  exited: 4,
  failed: 4,
  lost: 4,
};

/** Tells whether a run in this state has ended. */
export function isTerminal(state: RunState): state is TerminalRunState {
  return ORDER[state.status] === ORDER.exited;
}

/**
 * Tells which state a run is in after somebody who knew less, or later, says that it is in `wanted`. Total: a run goes
 * forward only (steps may be skipped), so what would lead backward, sideways or out of an end leaves it where it is.
 */
export function nextState(current: RunState, wanted: RunState): RunState {
  return ORDER[wanted.status] > ORDER[current.status] ? wanted : current;
}
