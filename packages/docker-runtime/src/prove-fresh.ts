import type { IsolationProof } from "@moat/core";
import { resolveEngine } from "./connection/resolve-engine.ts";
import { EngineClient } from "./engine/engine-client.ts";
import { readEngineInfo } from "./engine/engine-info.ts";
import type { GVisorAvailableOptions } from "./gvisor-available.ts";
import { memoryProofCache } from "./sandbox/proof-cache.ts";
import { proveGVisor } from "./sandbox/prove-gvisor.ts";

/** What is to be proved, and with what. */
export interface ProveRequest extends GVisorAvailableOptions {
  /** A name of the engine's table. */
  readonly runtime: string;
  /** An image that the engine has; best one with a shell. */
  readonly image: string;
  /** Put on the probe containers, so that one that a crash left behind is found. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Proves here and now that a runtime is gVisor, whatever was proved before, and tells nobody else. Leaves nothing in
 * the engine.
 *
 * @throws `SANDBOX_NOT_PROVEN` with the reason, `ENGINE_TIMEOUT` when the runtime does not come to an end, and as
 *   `createDockerRuntime` does.
 */
export async function proveFresh(request: ProveRequest): Promise<IsolationProof> {
  using client = new EngineClient(
    await resolveEngine({ address: request.address ?? "", env: request.env ?? process.env }),
  );
  const info = await readEngineInfo(client, request);
  return await proveGVisor(
    { client, info, cache: memoryProofCache(), labels: request.labels, fresh: true },
    request,
    request,
  );
}
