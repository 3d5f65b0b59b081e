import type { CallOptions } from "@moat/core";
import type { EngineClient } from "./engine-client.ts";

/** The version of the API that the engine speaks. */
export async function readApiVersion(client: EngineClient, { signal }: CallOptions): Promise<string> {
  const { ApiVersion: apiVersion } = await client.json<{ readonly ApiVersion?: string }>({
    method: "GET",
    path: "/version",
    operation: "say its version",
    signal,
  });
  return apiVersion ?? "";
}
