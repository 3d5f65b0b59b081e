import { type CallOptions, type Diagnostics, MoatError } from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { diskFull, isDiskFull } from "../engine/disk-full.ts";
import { jsonLines } from "../engine/json-lines.ts";
import { engineMessage } from "../engine/map-error.ts";
import { PullProgress, type PullEvent } from "./pull-progress.ts";

/** A registry that does not answer is given up by the engine within about this time; one that stalls, by us. */
const STALL_TIMEOUT_MS = 300_000;
const NO_SUCH_IMAGE = /manifest unknown|manifest for .* not found|not found|repository does not exist|no such image/i;
const UNAUTHORIZED = /unauthorized|no basic auth credentials|authentication required|401/i;

/** Splits `name[:tag][@digest]` into the engine's two parameters; without a tag the engine would fetch all of them. */
export function splitReference(reference: string): { readonly fromImage: string; readonly tag: string } {
  if (reference.includes("@")) return { fromImage: reference, tag: "" };
  const colon = reference.lastIndexOf(":");
  return colon > reference.lastIndexOf("/")
    ? { fromImage: reference.slice(0, colon), tag: reference.slice(colon + 1) }
    : { fromImage: reference, tag: "latest" };
}

/** Has the engine fetch an image, and reports how far it is. */
export async function pullImage(
  client: EngineClient,
  reference: string,
  diagnostics: Diagnostics,
  options: CallOptions,
): Promise<void> {
  const operation = `pull the image ${reference}`;
  const { fromImage, tag } = splitReference(reference);
  const response = await client
    .stream({
      method: "POST",
      path: "/images/create",
      query: { fromImage, ...(tag === "" ? {} : { tag }) },
      operation,
      notFound: "IMAGE_NOT_FOUND",
      timeoutMs: STALL_TIMEOUT_MS,
      signal: options.signal,
    })
    .catch((error: unknown) => {
      throw pullError(reference, error);
    });
  const abort = () => response.destroy();
  options.signal?.addEventListener("abort", abort, { once: true });
  response.setTimeout(STALL_TIMEOUT_MS, abort);
  const progress = new PullProgress(reference);
  try {
    for await (const event of jsonLines<PullEvent>(response)) {
      if (event.error !== undefined) throw pullError(reference, new Error(event.error));
      diagnostics.progress(progress.add(event));
    }
  } catch (error) {
    if (options.signal?.aborted === true) throw canceled(operation);
    throw pullError(reference, error);
  } finally {
    options.signal?.removeEventListener("abort", abort);
    response.destroy();
  }
  if (options.signal?.aborted === true) throw canceled(operation);
}

function canceled(operation: string): MoatError {
  return new MoatError("CANCELED", `Canceled while trying to ${operation}.`);
}

function pullError(reference: string, cause: unknown): MoatError {
  if (cause instanceof MoatError && cause.code !== "IMAGE_NOT_FOUND" && cause.code !== "ENGINE_FAILED") return cause;
  const said = engineMessage(cause instanceof MoatError ? cause.cause : cause);
  if (isDiskFull([said]))
    return diskFull(`pull the image ${reference}`, { image: reference, engineMessage: said }, cause);
  const missing = NO_SUCH_IMAGE.test(said);
  return new MoatError(
    missing ? "IMAGE_NOT_FOUND" : "IMAGE_PULL_FAILED",
    `Could not pull the image ${reference}: ${said.replace(/\.$/, "")}.`,
    {
      hint: missing
        ? "Check the image's name and tag; for a private one, run docker login."
        : UNAUTHORIZED.test(said)
          ? `Its registry wants credentials, which docker's own client has once you have logged in: docker pull ${reference}`
          : "Check the network and the registry, or load the image by hand with docker pull or docker load.",
      details: { image: reference, engineMessage: said },
      cause,
    },
  );
}
