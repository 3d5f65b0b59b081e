import type { RebuildStart } from "./run-plan.ts";

/** What the user asked for on the command line, as it was typed. */
export interface RunRequest {
  /** The command after `--`; empty means that none was given. */
  readonly command: readonly string[];
  /** Empty means that none was given. */
  readonly name: string;
  /** `KEY=VALUE`, `KEY=` or `KEY`, in order. */
  readonly env: readonly string[];
  /** `source:target[:ro|rw]`, in order. */
  readonly mounts: readonly string[];
  /** Grant names; any is refused for now. */
  readonly grants: readonly string[];
  readonly noSandbox: boolean;
  /** Whether nothing is done about crashes that programs are known to have under gVisor. */
  readonly noShims: boolean;
  /** Empty means that none was given. */
  readonly runtime: string;
  readonly interactive: boolean;
  readonly detach: boolean;
  readonly keep: boolean;
  readonly rebuild: boolean;
  readonly rebuildFrom: RebuildStart;
  /** Whether agent.lock is to be there, to fit, and to stay as it is. */
  readonly frozen: boolean;
}

/** Fills a request: what is not said was not asked for. Pure. */
export function runRequest(given: Partial<RunRequest>): RunRequest {
  return {
    command: [],
    name: "",
    env: [],
    mounts: [],
    grants: [],
    noSandbox: false,
    noShims: false,
    runtime: "",
    interactive: false,
    detach: false,
    keep: false,
    rebuild: false,
    rebuildFrom: "",
    frozen: false,
    ...given,
  };
}
