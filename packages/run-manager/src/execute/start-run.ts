import { type Attachment, type CallOptions, type TerminalSize, MoatError, isMoatError } from "@moat/core";
import type { RunPlan } from "../run-plan.ts";
import type { RunRecord } from "../run-record.ts";
import { isTerminal } from "../run-state.ts";
import { NO_ACCOUNTS, accountFor } from "./account-files.ts";
import type { AwaitedEnd } from "./awaited-end.ts";
import { certificateFiles } from "./certificate-file.ts";
import { createRecord } from "./create-record.ts";
import { EarlyAttachment } from "./early-attachment.ts";
import { ensureImage } from "./ensure-image.ts";
import { imageAccounts } from "./image-accounts.ts";
import { keepLock } from "./keep-lock.ts";
import { planToSpec } from "./plan-to-spec.ts";
import type { RunContext } from "./run-context.ts";
import { UndoStack } from "./undo-stack.ts";

/** A run that has started. */
export interface StartedRun {
  readonly record: RunRecord;
  /** The command's streams; undefined for a detached run. */
  readonly attachment: Attachment | undefined;
  /** Its end, waited for since before the start; undefined by default, and where nobody needs to know that nothing was missed. */
  readonly end?: AwaitedEnd | undefined;
}

/** What starting needs beside the plan. */
export interface StartOptions extends CallOptions {
  /** The terminal's size, for an interactive run. */
  readonly terminalSize: TerminalSize;
}

/**
 * Does what a plan says, up to the command's start. A failure, or an abort, undoes everything in reverse; nothing is
 * left but, when the container could not be made or started, a record that says so. A name that nobody asked for may become another one.
 *
 * @throws `RUN_NAME_TAKEN`, `CANCELED`, and what the runtime's `images.pull`, `create`, `attach` and `start` throw.
 */
export async function startRun(context: RunContext, planned: RunPlan, options: StartOptions): Promise<StartedRun> {
  const { runtime, store, diagnostics } = context;
  let plan = planned;
  const undo = new UndoStack();
  let phase = "prepare";
  const asked = runtime.ping(options);
  const [engine, image] = await Promise.all([asked, ensureImage(context, plan, asked, options)]);
  await keepLock(context, plan, image.digests);
  const { reference, info } = image;
  // In a rootless engine root inside is the engine's user outside, and any other uid would be nobody the host knows.
  const user = engine.rootless ? { uid: 0, gid: 0, name: "root" } : plan.user;
  try {
    plan = await createRecord(context, plan, {
      user,
      image: plan.build.dockerfile === "" ? plan.image : reference,
      imageId: info.id,
      runtime: runtime.name,
      engineId: engine.id,
      engineAddress: engine.address,
      engineFoundBy: engine.foundBy,
      ownerPid: process.pid,
    });
    phase = "create";
    const accounts = user.uid === 0 ? NO_ACCOUNTS : await imageAccounts(context, { reference, id: info.id }, options);
    const account = accountFor(user, accounts);
    const files = await certificateFiles(context, plan, image, options);
    const spec = planToSpec(plan, { image: reference, account, files, terminalSize: options.terminalSize });
    const early = new EarlyAttachment(context, { ...options, isEndAwaited: !plan.interactive });
    undo.add("close the attachment", () => early[Symbol.asyncDispose]());
    const onCreated = (made: string) => {
      if (!plan.detach) early.begin(made);
    };
    const { id, isolation } = await runtime.containers.create(spec, { ...options, onCreated });
    undo.add(`remove the container ${id}`, () => runtime.containers.remove(id));
    onCreated(id);
    const starting = await store.update(plan.id, (now) => ({
      ...now,
      containerId: id,
      isolation,
      state: { status: "starting" },
    }));
    if (isTerminal(starting.state))
      throw new MoatError("CANCELED", `The run ${plan.name} was stopped before it started.`);
    const attachment = await early.get();
    phase = "start";
    await runtime.containers.start(id, options);
    const ports = await publishedPorts(context, plan, id, options);
    const started = await store.update(plan.id, (now) => ({
      ...now,
      ports,
      startedAt: new Date().toISOString(),
      state: { status: "running" },
    }));
    undo.commit();
    return { record: started, attachment, end: early.end };
  } catch (error) {
    const isNoted = phase !== "prepare" && (await noteFailure(context, plan, phase, error));
    const isClean = await undo.unwind(diagnostics);
    // What the engine may still do, or still has, is for the next command to find: the run stays in the index.
    const mayLeaveMore = isMoatError(error, "ENGINE_TIMEOUT", "ENGINE_UNREACHABLE");
    if (isNoted && isClean && !mayLeaveMore) await settleQuietly(context, plan);
    throw error;
  }
}

async function publishedPorts(
  { runtime }: RunContext,
  plan: RunPlan,
  id: string,
  options: CallOptions,
): Promise<RunRecord["ports"]> {
  if (plan.ports.length === 0) return [];
  const { ports } = await runtime.containers.inspect(id, options);
  return plan.ports.map((port) => ({
    ...port,
    hostPort: ports.find((published) => published.containerPort === port.containerPort)?.hostPort ?? port.hostPort,
  }));
}

/** Tells whether it worked. A failed record is worth having, but not worth a second error that would hide the first. */
async function noteFailure(
  { store, diagnostics }: RunContext,
  plan: RunPlan,
  phase: string,
  error: unknown,
): Promise<boolean> {
  const cause = isMoatError(error) ? error : new MoatError("INTERNAL", String(error));
  try {
    await store.update(plan.id, (now) => ({
      ...now,
      finishedAt: new Date().toISOString(),
      state: { status: "failed", phase, code: cause.code, message: cause.message },
    }));
    return true;
  } catch (second) {
    diagnostics.warn(`could not write the run's record: ${second instanceof Error ? second.message : String(second)}`);
    return false;
  }
}

/** A run that stays in the index is one more look for the next command, and nothing to hide the first error for. */
async function settleQuietly({ store, diagnostics }: RunContext, plan: RunPlan): Promise<void> {
  try {
    await store.settle(plan.id);
  } catch (error) {
    diagnostics.debug(`could not settle the run ${plan.name}: ${String(error)}`);
  }
}
