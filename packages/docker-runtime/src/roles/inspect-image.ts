import type { CallOptions, ImageInfo } from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { digestOf } from "./image-digest.ts";

/** Answers that are on their way, by the image's reference; each is taken once. */
export type BegunInspections = Map<string, Promise<ImageInfo>>;

interface RawImage {
  readonly Id: string;
  readonly RepoDigests?: readonly string[] | null;
  readonly Config: {
    readonly Env?: readonly string[] | null;
    readonly Entrypoint?: readonly string[] | null;
    readonly Cmd?: readonly string[] | null;
  } | null;
}

/** Asks the engine what an image is. Throws `IMAGE_NOT_FOUND`. */
export async function inspectImage(client: EngineClient, reference: string, options: CallOptions): Promise<ImageInfo> {
  const raw = await client.json<RawImage>({
    method: "GET",
    path: `/images/${reference}/json`,
    operation: `inspect the image ${reference}`,
    notFound: "IMAGE_NOT_FOUND",
    signal: options.signal,
  });
  return {
    id: raw.Id,
    digest: digestOf(reference, raw.RepoDigests ?? []),
    env: Object.fromEntries((raw.Config?.Env ?? []).map(splitVariable)),
    command: [...(raw.Config?.Entrypoint ?? []), ...(raw.Config?.Cmd ?? [])],
  };
}

function splitVariable(variable: string): readonly [string, string] {
  const at = variable.indexOf("=");
  return at === -1 ? [variable, ""] : [variable.slice(0, at), variable.slice(at + 1)];
}
