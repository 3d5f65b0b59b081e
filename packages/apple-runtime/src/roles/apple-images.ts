import { type CallOptions, type ImageBuild, type ImageInfo, type ImageRole, MoatError } from "@moat/core";
import { failureOf } from "../program/map-error.ts";
import type { AppleContext } from "./apple-context.ts";
import { findImage } from "./find-image.ts";
import { readImageFile } from "./read-image-file.ts";
import { throwIfCanceled } from "./throw-if-canceled.ts";

/** Apple's images. */
export class AppleImages implements ImageRole {
  readonly #context: AppleContext;

  constructor(context: AppleContext) {
    this.#context = context;
  }

  async inspect(reference: string, options: CallOptions = {}): Promise<ImageInfo> {
    const { id, env, entrypoint, command } = await findImage(this.#context, reference, options);
    // Whether the program takes a name with a digest is not known here, so that nothing may rely on one.
    return { id, digest: "", env: Object.fromEntries(env.map(splitVariable)), command: [...entrypoint, ...command] };
  }

  async pull(reference: string, options: CallOptions = {}): Promise<void> {
    const { apple, diagnostics } = this.#context;
    const operation = `pull the image ${reference}`;
    diagnostics.progress({ operation: "pull", subject: reference, status: "Fetching", currentBytes: 0, totalBytes: 0 });
    try {
      // Without a platform, those of all machines would be fetched and unpacked.
      await apple.run(["image", "pull", "--progress=none", "--platform=linux/arm64", reference], {
        operation,
        timeoutMs: apple.deadlines.pullMs,
        signal: options.signal,
      });
    } catch (error) {
      throw pullError(error, reference);
    }
  }

  async readFile(reference: string, path: string, options: CallOptions = {}): Promise<string> {
    return await readImageFile(this.#context, reference, path, options);
  }

  async build({ tag }: ImageBuild, options: CallOptions = {}): Promise<ImageInfo> {
    throwIfCanceled(options, `build the image ${tag}`);
    throw unsupported();
  }

  async remove(reference: string, options: CallOptions = {}): Promise<void> {
    throwIfCanceled(options, `remove the image ${reference}`);
    throw unsupported();
  }
}

/** Whatever the program says of a registry means that the image could not be fetched. */
function pullError(error: unknown, reference: string): unknown {
  if (!(error instanceof MoatError) || error.code !== "ENGINE_FAILED" || failureOf(error) === undefined) return error;
  return new MoatError("IMAGE_PULL_FAILED", error.message, {
    hint: `Check the network and the registry, or fetch it by hand: container image pull ${reference}`,
    details: error.details,
    cause: error,
  });
}

/** Apple's builder is a virtual machine of its own, with rules of its own; moat does not drive it yet. */
function unsupported(): MoatError {
  return new MoatError("CAPABILITY_UNSUPPORTED", "moat builds no images with Apple's container yet.", {
    hint: "Use Docker, with --runtime docker; or leave out dependencies and build hooks, and name an image that has them as base_image.",
  });
}

function splitVariable(variable: string): readonly [string, string] {
  const at = variable.indexOf("=");
  return at === -1 ? [variable, ""] : [variable.slice(0, at), variable.slice(at + 1)];
}
