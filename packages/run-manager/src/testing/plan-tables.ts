import { type PlanCase, samplePlanInput } from "./sample-plan-input.ts";
import { expect } from "vitest";
import { planRun } from "../plan-run.ts";
import type { RunPlan } from "../run-plan.ts";

/** A title, what the case changes, and the parts of the plan that it expects: whole, part by part; origins in part. */
export type PlanTableRow = readonly [
  string,
  PlanCase,
  Partial<RunPlan> | { readonly origin: Partial<RunPlan["origins"]> },
];

/** A title, what the case changes, the code, and the message; empty when another package words it. */
export type RefusalTableRow = readonly [string, PlanCase, string, string];

/** Plans a case, and gives of the plan what the row expects, in the row's own shape. */
export function planned([, given, expected]: PlanTableRow): unknown {
  const plan = planRun(samplePlanInput(given));
  const { origin, ...parts } = { origin: undefined, ...expected };
  return {
    ...pick(plan, Object.keys(parts)),
    ...(origin === undefined ? {} : { origin: pick(plan.origins, Object.keys(origin)) }),
  };
}

function pick(source: object, keys: readonly string[]): object {
  return Object.fromEntries(keys.map((key): [string, unknown] => [key, Reflect.get(source, key)]));
}

/** Plans a case that is refused, and gives what was thrown. */
export function refused([, given]: RefusalTableRow): unknown {
  try {
    return planRun(samplePlanInput(given));
  } catch (error) {
    return error;
  }
}

/** What a refusal must be: the row's error, with a sentence that helps. */
export function refusalOf([, , code, message]: RefusalTableRow): object {
  return { name: "MoatError", code, message: expect.stringContaining(message), hint: expect.stringMatching(/\S/) };
}
