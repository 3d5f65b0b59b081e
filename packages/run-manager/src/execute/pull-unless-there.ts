import { type CallOptions, type ImageInfo, isMoatError } from "@moat/core";
import type { RunContext } from "./run-context.ts";

/** Makes sure that the engine has an image of a registry: fetched when it is missing, or when it is to be fetched again. */
export async function pullUnlessThere(
  { runtime }: RunContext,
  reference: string,
  { again, ...options }: CallOptions & { readonly again: boolean },
): Promise<ImageInfo> {
  if (again) await runtime.images.pull(reference, options);
  try {
    return await runtime.images.inspect(reference, options);
  } catch (error) {
    if (!isMoatError(error, "IMAGE_NOT_FOUND")) throw error;
  }
  await runtime.images.pull(reference, options);
  return runtime.images.inspect(reference, options);
}
