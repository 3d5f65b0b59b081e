import { CRASH_SIGNALS } from "../explain/crash-signals.ts";

/** Under what a trial ran. */
export type TrialSide = "gvisor" | "runc";

/** How one trial of a command ended. */
export interface Trial {
  readonly side: TrialSide;
  /** What the command ended with; 137 where its time was up. */
  readonly exitCode: number;
  readonly timedOut: boolean;
  readonly outOfMemory: boolean;
  /** What speaks for gVisor being the cause, in a clause; empty when nothing does. See `explainEnd`. */
  readonly explanation: string;
  /** The last of what the command wrote. */
  readonly tail: string;
}

/** What trials under both say about a command. */
export interface Judgement {
  readonly verdict: "gvisor" | "not-gvisor" | "flaky";
  /** The same in a sentence, without a full stop. */
  readonly summary: string;
  /** What the command ended with under gVisor: of the first trial that failed, or 0. */
  readonly exitCode: number;
}

const hasFailed = ({ exitCode, timedOut }: Trial) => timedOut || exitCode !== 0;
const hasCrashed = ({ exitCode, timedOut }: Trial) => !timedOut && CRASH_SIGNALS[exitCode] !== undefined;

/** Finds out from trials whether gVisor is why a command fails. Pure. */
export function judgeTrials(trials: readonly Trial[]): Judgement {
  const gvisor = trials.filter(({ side }) => side === "gvisor");
  const runc = trials.filter(({ side }) => side === "runc");
  const counted = `it failed ${count(gvisor)} under gVisor and ${count(runc)} under runc`;
  return { ...verdictOf(gvisor, runc, counted), exitCode: gvisor.find(hasFailed)?.exitCode ?? 0 };
}

function verdictOf(gvisor: readonly Trial[], runc: readonly Trial[], counted: string): Omit<Judgement, "exitCode"> {
  const failed = gvisor.filter(hasFailed).length;
  const failedInRunc = runc.filter(hasFailed).length;
  const always = failed === gvisor.length;
  if (failed === 0 && failedInRunc === 0)
    return { verdict: "not-gvisor", summary: `Not gVisor's fault: the command works; ${counted}` };
  if (always && failedInRunc === 0) return { verdict: "gvisor", summary: `gVisor's fault: ${counted}` };
  // What fails everywhere may still fail for two reasons: the one under gVisor comes first, and is not the other's.
  if (always && gvisor.every(hasCrashed) && !runc.some(hasCrashed))
    return { verdict: "gvisor", summary: `gVisor's fault: the command crashes only there; ${counted}` };
  if (failed > 0 && !always && failedInRunc === 0)
    return { verdict: "flaky", summary: `Flaky, and only under gVisor: ${counted}` };
  if ((failed > 0 && !always) || (failedInRunc > 0 && failedInRunc < runc.length))
    return { verdict: "flaky", summary: `Flaky, and not by gVisor alone: ${counted}` };
  return { verdict: "not-gvisor", summary: `Not gVisor's fault: ${counted}` };
}

function count(trials: readonly Trial[]): string {
  return `${trials.filter(hasFailed).length} of ${trials.length} times`;
}
