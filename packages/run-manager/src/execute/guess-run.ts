import { MoatError } from "@moat/core";
import type { RunRecord } from "../run-record.ts";

/** For which command a run is to be guessed. */
export interface GuessOptions {
  /** As in `moat stop`. */
  readonly command: string;
  /** What to do when several runs are live: `refuse` where the wrong one would be hurt. */
  readonly whenSeveral: "newest" | "refuse";
}

/**
 * Chooses the run that is meant when none is named: the newest live one. Pure; `live` is newest first.
 *
 * @throws `RUN_NOT_FOUND` when none is live, and `RUN_AMBIGUOUS` where several are and a wrong guess would hurt.
 */
export function guessRun(live: readonly RunRecord[], { command, whenSeveral }: GuessOptions): RunRecord {
  const [newest] = live;
  if (newest === undefined)
    throw new MoatError("RUN_NOT_FOUND", `No run is live, so moat ${command} needs to be told which one is meant.`, {
      hint: "List all runs: moat list --all",
    });
  if (live.length === 1 || whenSeveral === "newest") return newest;
  throw new MoatError(
    "RUN_AMBIGUOUS",
    `${live.length} runs are live, and moat ${command} does not guess which is meant.`,
    {
      hint: `Name it, as in: moat ${command} ${newest.name}\nLive runs: ${live.map(({ name }) => name).join(", ")}`,
      details: { ids: live.map(({ id }) => id) },
    },
  );
}
