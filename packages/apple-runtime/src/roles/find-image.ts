import { type CallOptions, MoatError } from "@moat/core";
import { listAt, parseJson, textAt } from "../state/read-json.ts";
import { unreadable } from "../state/raw-container.ts";
import type { AppleContext } from "./apple-context.ts";

/** What moat reads of an image. */
export interface FoundImage {
  /** The digest of the index, `sha256:...`. */
  readonly id: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}

/** Asks the service for an image that it has. Throws `IMAGE_NOT_FOUND`, also when there is none for this Mac. */
export async function findImage({ apple }: AppleContext, reference: string, options: CallOptions): Promise<FoundImage> {
  const operation = `inspect the image ${reference}`;
  const stdout = await apple.run(["image", "inspect", reference], {
    operation,
    timeoutMs: apple.deadlines.queryMs,
    signal: options.signal,
  });
  return readImage(stdout, reference);
}

/** Reads `image inspect`. Pure. */
export function readImage(stdout: string, reference: string): FoundImage {
  const value = parseJson(stdout);
  if (!Array.isArray(value)) throw unreadable("an image", stdout);
  const image: unknown = value[0];
  const variant = listAt(image, "variants").find((one) => textAt(one, "platform", "architecture") === "arm64");
  if (variant === undefined) {
    throw new MoatError("IMAGE_NOT_FOUND", `The image ${reference} is not there for linux/arm64.`, {
      hint: "Use an image that has a variant for arm64.",
    });
  }
  const digest = textAt(image, "configuration", "descriptor", "digest") || textAt(image, "id");
  const texts = (key: string) =>
    listAt(variant, "config", "config", key).filter((entry): entry is string => typeof entry === "string");
  return {
    id: digest.startsWith("sha256:") ? digest : `sha256:${digest}`,
    env: texts("Env"),
    entrypoint: texts("Entrypoint"),
    command: texts("Cmd"),
  };
}
