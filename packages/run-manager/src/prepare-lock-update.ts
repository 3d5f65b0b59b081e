import type { LockContent } from "@moat/config";
import { MoatError } from "@moat/core";
import { resolveWorkspace } from "@moat/host";
import { lockWithout } from "./plan/lock-without.ts";
import { type PrepareOptions, prepareRun } from "./prepare-run.ts";
import { readLock } from "./read-lock.ts";
import type { RunPlan } from "./run-plan.ts";
import { runRequest } from "./run-request.ts";

/** What agent.lock says, and a plan of a run that would resolve it anew. */
export interface LockUpdatePlan {
  readonly before: LockContent;
  readonly plan: RunPlan;
}

/**
 * Plans to resolve anew what agent.lock says of these names, or all that it says where there are none. Changes nothing, and asks no engine.
 *
 * @throws `USAGE` for a name that agent.lock says nothing of, and what {@link prepareRun} throws.
 */
export async function prepareLockUpdate(
  options: Omit<PrepareOptions, "request" | "dryRun" | "lock">,
  names: readonly string[],
): Promise<LockUpdatePlan> {
  const before = await readLock(await resolveWorkspace(options.path, options.host.cwd));
  // As a run in the background: then nothing needs a terminal, whatever agent.yaml says.
  const request = runRequest({ detach: true });
  const plan = await prepareRun({ ...options, request, dryRun: true, lock: lockWithout(before, names) });
  const known = [...Object.keys(plan.lock.dependencies), ...Object.keys(plan.lock.images)];
  const isKnown = (name: string) =>
    known.includes(name) || Object.hasOwn(before.dependencies, name) || Object.hasOwn(before.images, name);
  const unknown = names.find((name) => !isKnown(name));
  if (unknown === undefined) return { before, plan };
  throw new MoatError("USAGE", `agent.lock has nothing to say of ${JSON.stringify(unknown)}.`, {
    hint: known.length === 0 ? "Leave the name out." : `Use one of ${known.toSorted().join(", ")}.`,
  });
}
