/** How bad it is. Only a `problem` keeps sandboxed runs from working; `unknown` is what could not be looked at. */
export type FindingStatus = "ok" | "warning" | "problem" | "unknown";

/** One thing that was looked at. */
export interface Finding {
  /** A promise, like an error code: the guide for troubleshooting is by it. */
  readonly id: string;
  readonly status: FindingStatus;
  /** What was looked at, in a few words. */
  readonly title: string;
  /** What was seen: one sentence without its full stop. */
  readonly seen: string;
  /** Why it matters, and what to do where no single command does it; empty where all is well. */
  readonly why: string;
  /** A command that mends it, to be pasted; empty where all is well, or no command of this machine can. */
  readonly fix: string;
}

type Bad = Pick<Finding, "seen" | "why" | "fix">;

/** The findings about one thing, which all have its id and title. */
export interface FindingMaker {
  readonly ok: (seen: string) => Finding;
  readonly warning: (bad: Bad) => Finding;
  readonly problem: (bad: Bad) => Finding;
  readonly unknown: (bad: Bad) => Finding;
}

/** Begins a finding. */
export function about(id: string, title: string): FindingMaker {
  const as = (status: FindingStatus) => (bad: Bad) => ({ id, status, title, ...bad });
  return {
    ok: (seen) => as("ok")({ seen, why: "", fix: "" }),
    warning: as("warning"),
    problem: as("problem"),
    unknown: as("unknown"),
  };
}

/** Whether sandboxed runs can be expected to work: nothing is a problem. */
export function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ status }) => status !== "problem");
}
