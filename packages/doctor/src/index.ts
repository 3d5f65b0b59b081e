export { examine } from "./findings/examine.ts";
export type { Failure, Leftovers, UnreadableRecord } from "./findings/facts.ts";
export { type Finding, type FindingStatus, isHealthy } from "./findings/finding.ts";
export type { GatherOptions, HomePort } from "./findings/gather-facts.ts";
export { type SetupOptions, type SetupOutcome, type SetupParts, setUpGVisor } from "./setup/set-up-gvisor.ts";
export type { SetupPlan } from "./setup/plan-setup.ts";
export type { HostCommand, SetupStep } from "./setup/setup-step.ts";
export { type UndoOutcome, undoSetup } from "./setup/undo-setup.ts";
export { stepText, undoText } from "./setup/setup-text.ts";
