import type { CallOptions } from "@moat/core";
import { parseEngineAddress, resolveEngineAddress } from "./engine/engine-address.ts";
import { EngineClient } from "./engine/engine-client.ts";
import { readEngineInfo } from "./engine/engine-info.ts";
import { chooseSandboxRuntime } from "./sandbox/choose-runtime.ts";

/** Which engine to ask. */
export interface GVisorAvailableOptions extends CallOptions {
  /** The engine's address; by default as `DOCKER_HOST` says. */
  readonly address?: string;
}

/**
 * Tells whether the engine's table of runtimes has one that can be gVisor. False, and never an exception, when there
 * is no engine, or none that answers within 5 s. A name is not a proof: `createDockerRuntime` goes on to prove it.
 */
export async function gvisorAvailable(options: GVisorAvailableOptions = {}): Promise<boolean> {
  try {
    const address =
      options.address === undefined ? resolveEngineAddress(process.env) : parseEngineAddress(options.address, "caller");
    return chooseSandboxRuntime(await readEngineInfo(new EngineClient(address), options)) !== undefined;
  } catch {
    return false;
  }
}
