import { resolveEngine } from "./connection/resolve-engine.ts";
import type { EngineAddress } from "./connection/engine-address.ts";
import type { DockerRuntimeOptions } from "./create-docker-runtime.ts";
import { EngineClient } from "./engine/engine-client.ts";
import { type EngineInfo, readEngineInfo } from "./engine/engine-info.ts";
import { type BegunInspections, inspectImage } from "./roles/inspect-image.ts";

/** An engine that is being asked what it is; made by `reachEngine`, for `createDockerRuntime`. */
export interface ReachedEngine {
  /** @internal */
  readonly address: EngineAddress;
  /** @internal */
  readonly client: EngineClient;
  /** @internal */
  readonly info: Promise<EngineInfo>;
  /** @internal */
  readonly begun: BegunInspections;
  /** Begins to ask for an image that the runtime is going to be asked for first of all; what is answered, or not, the runtime tells. */
  lookAhead(reference: string): void;
}

/**
 * Finds the engine and begins to ask it: once this has returned, it works while the caller does something else. What it answers, or why
 * it does not, `createDockerRuntime` tells.
 *
 * @throws `ENGINE_UNREACHABLE`, `ENGINE_PERMISSION_DENIED`, `ENGINE_ADDRESS_INVALID`.
 */
export async function reachEngine({
  address = "",
  env = process.env,
}: Pick<DockerRuntimeOptions, "address" | "env">): Promise<ReachedEngine> {
  const resolved = await resolveEngine({ address, env });
  const client = new EngineClient(resolved);
  const info = readEngineInfo(client);
  // Nobody may want to know any more.
  info.catch(() => {});
  const begun: BegunInspections = new Map();
  // What is to be sent waits for the connection: one turn, or it would wait for whatever the caller does next.
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  const lookAhead = (reference: string) => {
    const inspecting = inspectImage(client, reference, {});
    inspecting.catch(() => {});
    begun.set(reference, inspecting);
  };
  return { address: resolved, client, info, begun, lookAhead };
}
