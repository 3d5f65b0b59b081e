import type { PlanInput } from "../plan-run.ts";
import type { Origin } from "../run-plan.ts";

/** The image of a run that asks for none. */
const DEFAULT_IMAGE = "debian:bookworm-slim";

/** Decides the image: the `base_image` of `agent.yaml`, or the default one. */
export function planImage({ config }: PlanInput): { image: string; origin: Origin } {
  if (config.baseImage !== "") return { image: config.baseImage, origin: "agent.yaml" };
  return { image: DEFAULT_IMAGE, origin: "default" };
}
