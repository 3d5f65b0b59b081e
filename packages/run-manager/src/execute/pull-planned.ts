import { type CallOptions, type ImageInfo, MoatError, isMoatError } from "@moat/core";
import { pinnedImage } from "@moat/images";
import { lockedIn } from "../plan/locked-in.ts";
import type { RunPlan } from "../run-plan.ts";
import { pullUnlessThere } from "./pull-unless-there.ts";
import type { RunContext } from "./run-context.ts";

/** An image of a registry that the engine has now. */
export interface PulledImage {
  /** With the digest of agent.lock, where that has one. */
  readonly reference: string;
  readonly info: ImageInfo;
  /** Empty where it comes from no registry. */
  readonly digest: string;
}

/** Makes sure that the engine has one of the images that a plan names: the content that agent.lock says, whatever its tag stands for by now. */
export async function pullPlanned(
  context: RunContext,
  { lock, rebuildFrom }: RunPlan,
  image: string,
  options: CallOptions,
): Promise<PulledImage> {
  const locked = lockedIn(lock.images, image);
  const reference = pinnedImage(image, locked);
  try {
    const info = await pullUnlessThere(context, reference, { ...options, again: rebuildFrom === "base" });
    return { reference, info, digest: locked === "" ? info.digest : locked };
  } catch (error) {
    if (locked === "" || !isMoatError(error, "IMAGE_NOT_FOUND")) throw error;
    throw new MoatError("IMAGE_NOT_FOUND", `The image ${image} is not to be had with the digest of agent.lock.`, {
      hint: `Take the one that there is by now: moat deps update ${image}`,
      details: { image, digest: locked },
      cause: error,
    });
  }
}
