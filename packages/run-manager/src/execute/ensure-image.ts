import type { CallOptions, EngineFacts } from "@moat/core";
import type { RunPlan } from "../run-plan.ts";
import { buildPlanned } from "./build-planned.ts";
import { pullPlanned } from "./pull-planned.ts";
import type { ReadyImage } from "./ready-image.ts";
import type { RunContext } from "./run-context.ts";

/** Makes sure that the engine has the plan's image, fetched or built; what the engine is matters for a build only. */
export async function ensureImage(
  context: RunContext,
  plan: RunPlan,
  engine: Promise<EngineFacts>,
  options: CallOptions,
): Promise<ReadyImage> {
  if (plan.build.dockerfile !== "") return buildPlanned(context, plan, (await engine).id, options);
  const { reference, info, digest } = await pullPlanned(context, plan, plan.image, options);
  return { reference, info, digests: { [plan.image]: digest } };
}
