import type { CallOptions, EngineFacts, ImageInfo } from "@moat/core";
import type { RunPlan } from "../run-plan.ts";
import { buildPlanned } from "./build-planned.ts";
import { pullUnlessThere } from "./pull-unless-there.ts";
import type { RunContext } from "./run-context.ts";

/** An image that the engine has, and the name that it has there. */
export interface ReadyImage {
  readonly reference: string;
  readonly info: ImageInfo;
}

/** Makes sure that the engine has the plan's image, fetched or built; what the engine is matters for a build only. */
export async function ensureImage(
  context: RunContext,
  plan: RunPlan,
  engine: Promise<EngineFacts>,
  options: CallOptions,
): Promise<ReadyImage> {
  if (plan.build.dockerfile !== "") return buildPlanned(context, plan, (await engine).id, options);
  const info = await pullUnlessThere(context, plan.image, { ...options, again: plan.rebuildFrom === "base" });
  return { reference: plan.image, info };
}
