export { type SetupOptions, type SetupOutcome, type SetupParts, setUpGVisor } from "./setup/set-up-gvisor.ts";
export type { SetupPlan } from "./setup/plan-setup.ts";
export type { HostCommand, SetupStep } from "./setup/setup-step.ts";
export { type UndoOutcome, undoSetup } from "./setup/undo-setup.ts";
export { stepText, undoText } from "./setup/setup-text.ts";
