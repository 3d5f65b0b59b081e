import type { CallOptions } from "@moat/core";
import type { RawContainer } from "../docker-to-state.ts";
import type { EngineClient } from "../engine/engine-client.ts";

/** The API's path of a container, or of something below it. */
export function containerPath(id: string, below = ""): string {
  return `/containers/${encodeURIComponent(id)}${below === "" ? "" : `/${below}`}`;
}

/** Asks the engine about a container. Throws `CONTAINER_NOT_FOUND`. */
export function inspectRaw(client: EngineClient, id: string, options: CallOptions = {}): Promise<RawContainer> {
  return client.json<RawContainer>({
    method: "GET",
    path: containerPath(id, "json"),
    operation: `inspect the container ${id}`,
    notFound: "CONTAINER_NOT_FOUND",
    signal: options.signal,
  });
}
