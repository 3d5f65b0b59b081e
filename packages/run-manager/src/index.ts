export { LABELS } from "./run-labels.ts";
export { type PlanInput, type RunIdentity, planRun } from "./plan-run.ts";
export type { Origin, PlannedUser, PlannedVariable, RunPlan } from "./run-plan.ts";
export { RECORD_SCHEMA, type RunRecord, newRunRecord } from "./run-record.ts";
export type { RunRequest } from "./run-request.ts";
export { type RunState, type RunStatus, type TerminalRunState, isTerminal, nextState } from "./run-state.ts";
export { isRunId, isRunIdPrefix, newRunId } from "./run-id.ts";
export { type RunStore, openRunStore } from "./run-store.ts";
export type { RunListing } from "./store/list-runs.ts";
