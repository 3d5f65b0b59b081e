import { isMoatError } from "@moat/core";
import { renamedPlan } from "../plan/renamed-plan.ts";
import type { RunPlan } from "../run-plan.ts";
import { type RunRecord, newRunRecord } from "../run-record.ts";
import { unclaimedName } from "../unclaimed-name.ts";
import { reconcileOne } from "./reconcile-runs.ts";
import type { RunContext } from "./run-context.ts";

/**
 * Makes a plan's record, with facts that the plan does not have, and so takes the plan's name. Returns the plan, with another name where
 * nobody had asked for this one and another process has just taken it.
 *
 * @throws `RUN_NAME_TAKEN` when a live run has the name that was asked for.
 */
export async function createRecord(context: RunContext, plan: RunPlan, facts: Partial<RunRecord>): Promise<RunPlan> {
  try {
    await context.store.create({ ...newRunRecord(plan), ...facts });
    return plan;
  } catch (error) {
    if (!isMoatError(error, "RUN_NAME_TAKEN")) throw error;
    if (plan.origins.name === "default")
      return await createRecord(context, renamedPlan(plan, await unclaimedName(context.store)), facts);
    // The run that has its name may have ended unseen. One that cannot be looked at has the name.
    const looked = reconcileOne(context, String(error.details["id"])).then(() => true);
    if (!(await looked.catch(() => false))) throw error;
    await context.store.create({ ...newRunRecord(plan), ...facts });
    return plan;
  }
}
