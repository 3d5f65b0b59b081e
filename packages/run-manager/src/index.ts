export { LABELS, helperLabels } from "./run-labels.ts";
export { planDependencies } from "./plan/plan-dependencies.ts";
export { planImage } from "./plan/plan-image.ts";
export { type PlanInput, type RunIdentity, planRun } from "./plan-run.ts";
export type {
  PlannedBuild,
  PlannedDependency,
  PlannedLock,
  PlannedMount,
  PlannedSetting,
  PlannedShim,
  PlannedUlimit,
  PlannedUser,
  PlannedVariable,
  RunPlan,
} from "./run-plan.ts";
export { RECORD_SCHEMA, type RunRecord, newRunRecord } from "./run-record.ts";
export { type RunRequest, runRequest } from "./run-request.ts";
export { type RunState, type RunStatus, type TerminalRunState, isTerminal, nextState } from "./run-state.ts";
export { isRunId, isRunIdPrefix, newRunId } from "./run-id.ts";
export { type RunStore, openRunStore } from "./run-store.ts";
export type { EndedEntry } from "./store/ended-index.ts";
export type { RunListing } from "./store/list-runs.ts";
export type { PageOptions, RunPage } from "./store/run-page.ts";
export { type AttachRunOptions, type AttachedRun, attachRun } from "./execute/attach-run.ts";
export { attachWithHistory } from "./execute/attach-with-history.ts";
export { type LastBytes, lastBytes } from "./execute/last-bytes.ts";
export { type Attendance, type Attended, type RunIO, attendRun } from "./execute/attend-run.ts";
export { type CleanOptions, type CleanReport, cleanUp } from "./execute/clean-up.ts";
export { type OutputFacts, droppedBytes } from "./log/dropped-bytes.ts";
export { type GuessOptions, guessRun } from "./execute/guess-run.ts";
export { killRun } from "./execute/kill-run.ts";
export { type Copied, copyFiles } from "./copy/copy-files.ts";
export { type CopyPlan, planCopy } from "./copy/copy-operand.ts";
export { type ExecRequest, attendExecution, execInRun } from "./execute/exec-in-run.ts";
export type { Judgement, Trial, TrialSide } from "./compat/judge-trials.ts";
export { type CompatOptions, type CompatReport, runCompat } from "./compat/run-compat.ts";
export { EndObserver } from "./explain/end-observer.ts";
export { readRunLogs } from "./execute/read-run-logs.ts";
export { hasUnfinished, reconcileFew, reconcileRuns } from "./execute/reconcile-runs.ts";
export { type RemoveOptions, type RemovedRun, removeRun } from "./execute/remove-run.ts";
export { renameRun } from "./execute/rename-run.ts";
export type { RunContext } from "./execute/run-context.ts";
export { type StartOptions, type StartedRun, startRun } from "./execute/start-run.ts";
export { type Stopped, stopRun } from "./execute/stop-run.ts";
export { waitRun } from "./execute/wait-run.ts";
export { type Configs, readConfigs } from "./read-configs.ts";
export { outsideMounts } from "./plan/outside-mounts.ts";
export { type PrepareOptions, prepareRun } from "./prepare-run.ts";
export { type LockUpdatePlan, prepareLockUpdate } from "./prepare-lock-update.ts";
export { type LockChange, fetchDigest, updateLock } from "./execute/update-lock.ts";
export { type JsonCache, openJsonCache } from "./store/json-cache.ts";
