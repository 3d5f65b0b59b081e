import { resolveEngine } from "./connection/resolve-engine.ts";
import type { EngineAddress } from "./connection/engine-address.ts";
import type { DockerRuntimeOptions } from "./create-docker-runtime.ts";
import { EngineClient } from "./engine/engine-client.ts";
import { type EngineInfo, readEngineInfo } from "./engine/engine-info.ts";

/** An engine that is being asked what it is; made by `reachEngine`, for `createDockerRuntime`. */
export interface ReachedEngine {
  /** @internal */
  readonly address: EngineAddress;
  /** @internal */
  readonly client: EngineClient;
  /** @internal */
  readonly info: Promise<EngineInfo>;
}

/**
 * Finds the engine and begins to ask it, so that it works while the caller does something else; what it answers, or why it
 * does not, `createDockerRuntime` tells.
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
  return { address: resolved, client, info };
}
