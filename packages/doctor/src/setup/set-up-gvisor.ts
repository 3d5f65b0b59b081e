import { type EngineFacts, type IsolationProof, MoatError, isMoatError } from "@moat/core";
import { executeSteps } from "./execute-steps.ts";
import { type SetupPlan, planSetup } from "./plan-setup.ts";
import { readSetupFacts } from "./read-setup-facts.ts";
import { openRoot } from "./root-programs.ts";
import { type ProgramPort, hostPrograms } from "./run-program.ts";
import type { GVisorSource, SetupFacts } from "./setup-facts.ts";
import type { SetupStep } from "./setup-step.ts";

/** For an engine to read its configuration again, and to come back where a package has restarted it. */
const RELOAD_TIMEOUT_MS = 60_000;

/** What is asked for. */
export interface SetupOptions {
  readonly source: GVisorSource;
  /** Whether to plan only: nothing is changed, and no container is run. */
  readonly dryRun: boolean;
}

/** The engine, as far as a set-up and its undoing ask it. */
export interface EngineView {
  readonly engine: EngineFacts;
  /** Whether the engine lists a runtime that may be gVisor; false when it does not answer. */
  isListed(): Promise<boolean>;
}

/** What a set-up works with. */
export interface SetupParts extends EngineView {
  /**
   * Runs a sandboxed container and returns the proof.
   *
   * @throws as a run does.
   */
  prove(): Promise<IsolationProof>;
  /** Asks once, with the plan; throws unless the answer is yes. */
  confirm(plan: SetupPlan): Promise<void>;
  /** Told of every step before it begins. */
  onStep(step: SetupStep, at: number, total: number): void;
  /** Whether sudo may ask for a password. */
  readonly asksPassword: boolean;
  /** How programs are run; as this user, and by sudo, by default. */
  readonly programs?: ProgramPort;
}

/** How a set-up ended: with gVisor there already, planned only, or done. */
export interface SetupOutcome {
  readonly outcome: "ready" | "planned" | "installed";
  readonly engine: string;
  readonly system: string;
  readonly steps: readonly SetupStep[];
  /** Undefined when it was only planned. */
  readonly proof: IsolationProof | undefined;
}

/**
 * Brings gVisor to this machine's Docker: plans, asks once, does it, and proves it. A step that fails undoes all before
 * it.
 *
 * @throws what `planSetup` throws, `SETUP_NEEDS_ROOT`, `SETUP_FAILED`, `SANDBOX_NOT_PROVEN`, and what `confirm` does.
 */
export async function setUpGVisor(options: SetupOptions, parts: SetupParts): Promise<SetupOutcome> {
  const programs = parts.programs ?? hostPrograms;
  const { gvisor, proof } = await lookAtGVisor(options.dryRun, parts);
  const facts = await readSetupFacts(programs, options.source, { engine: parts.engine, gvisor });
  const plan = planSetup(facts, options.source);
  const told = { engine: facts.engine.address, system: facts.system.title, steps: plan.steps, proof };
  if (plan.kind === "ready") return { ...told, outcome: "ready" };
  if (options.dryRun) return { ...told, outcome: "planned" };
  await parts.confirm(plan);
  const root = await openRoot(programs, { isRoot: facts.isRoot, asks: parts.asksPassword });
  await executeSteps({ plan, facts, programs, root, parts, reloadTimeoutMs: RELOAD_TIMEOUT_MS });
  return { ...told, outcome: "installed", proof: await proveInstalled(parts) };
}

/** A sandbox that works needs nothing; one that is refused by its proof is to be replaced. */
async function lookAtGVisor(
  dryRun: boolean,
  parts: SetupParts,
): Promise<Pick<SetupFacts, "gvisor"> & { readonly proof: IsolationProof | undefined }> {
  if (!(await parts.isListed())) return { gvisor: "absent", proof: undefined };
  if (dryRun) return { gvisor: "listed", proof: undefined };
  try {
    return { gvisor: "proved", proof: await parts.prove() };
  } catch (error) {
    if (!isMoatError(error, "SANDBOX_NOT_PROVEN", "RUNTIME_REFUSED")) throw error;
    return { gvisor: "refuted", proof: undefined };
  }
}

/** What was installed stays when only the proof fails: the reason may be a network without images. */
async function proveInstalled(parts: SetupParts): Promise<IsolationProof> {
  try {
    return await parts.prove();
  } catch (error) {
    if (!isMoatError(error)) throw error;
    throw new MoatError(error.code, `gVisor is installed, and not proved: ${error.message}`, {
      hint: `${error.hint}\nTo take back what was installed: moat setup --undo`.trim(),
      details: error.details,
      cause: error,
    });
  }
}
