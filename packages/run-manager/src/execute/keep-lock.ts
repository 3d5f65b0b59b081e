import { join } from "node:path";
import { type LockContent, formatLock } from "@moat/config";
import { MoatError, systemErrorCode } from "@moat/core";
import { lockedIn } from "../plan/locked-in.ts";
import { readLock } from "../read-lock.ts";
import type { PlannedLock, RunPlan } from "../run-plan.ts";
import type { RunContext } from "./run-context.ts";
import { writeLock } from "./write-lock.ts";

/**
 * Writes agent.lock, where it is to say something else than it does. What cannot be written down holds all the same, so that a failure
 * is a warning.
 */
export async function keepLock(
  { diagnostics }: Pick<RunContext, "diagnostics">,
  plan: Pick<RunPlan, "workspace" | "lock" | "user">,
  digests: Readonly<Record<string, string>>,
): Promise<void> {
  const { lock, workspace } = plan;
  if (lock.frozen || (lock.added.length === 0 && lock.removed.length === 0)) return;
  try {
    // Read again: a build takes minutes, and whoever wrote the file meanwhile knows better.
    const now = await readLock(workspace);
    const text = formatLock(mergedLock(now, lock, digests));
    if (text === formatLock(now)) return;
    await writeLock(plan, text);
    diagnostics.debug(`wrote ${join(workspace, "agent.lock")}`);
  } catch (error) {
    diagnostics.warn(`agent.lock was not written: ${reasonOf(error)}`);
  }
}

/** What a file says now, with what a plan adds and without what it removes. Pure. */
function mergedLock(now: LockContent, planned: PlannedLock, digests: Readonly<Record<string, string>>): LockContent {
  const merged = (
    values: Readonly<Record<string, string>>,
    wanted: Readonly<Record<string, string>>,
    resolved: Readonly<Record<string, string>>,
  ) => {
    const entries = new Map(Object.entries(values).filter(([name]) => !planned.removed.includes(name)));
    for (const [name, value] of Object.entries(wanted)) {
      const text = value === "" ? lockedIn(resolved, name) : value;
      if (!entries.has(name) && text !== "") entries.set(name, text);
    }
    return Object.fromEntries(entries);
  };
  return {
    dependencies: merged(now.dependencies, planned.dependencies, {}),
    images: merged(now.images, planned.images, digests),
  };
}

function reasonOf(error: unknown): string {
  const code = systemErrorCode(error);
  if (error instanceof MoatError) return error.message.replace(/\.$/, "");
  return code === "" ? String(error) : code;
}
