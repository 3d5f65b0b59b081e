import { type CallOptions, type ImageInfo, isMoatError } from "@moat/core";
import type { RunPlan } from "../run-plan.ts";
import type { RunContext } from "./run-context.ts";

/** Makes sure that the engine has the plan's image: fetched when it is missing, or when a rebuild was asked for. */
export async function ensureImage({ runtime }: RunContext, plan: RunPlan, options: CallOptions): Promise<ImageInfo> {
  if (plan.rebuild) await runtime.images.pull(plan.image, options);
  try {
    return await runtime.images.inspect(plan.image, options);
  } catch (error) {
    if (!isMoatError(error, "IMAGE_NOT_FOUND")) throw error;
  }
  await runtime.images.pull(plan.image, options);
  return runtime.images.inspect(plan.image, options);
}
