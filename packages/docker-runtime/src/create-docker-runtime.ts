import {
  type CallOptions,
  type Diagnostics,
  GVisorNotAvailableError,
  type RuntimeOptions,
  silentDiagnostics,
} from "@moat/core";
import { DockerRuntime } from "./docker-runtime.ts";
import { parseEngineAddress, resolveEngineAddress } from "./engine/engine-address.ts";
import { EngineClient } from "./engine/engine-client.ts";
import { type EngineInfo, readEngineInfo } from "./engine/engine-info.ts";
import { chooseSandboxRuntime } from "./sandbox/choose-runtime.ts";
import { type ProofCache, memoryProofCache } from "./sandbox/proof-cache.ts";
import { proveGVisor } from "./sandbox/prove-gvisor.ts";
import { closedGate, openGate } from "./sandbox/sandbox-gate.ts";

/** What may be said beside {@link RuntimeOptions} when a Docker runtime is created. */
export interface DockerRuntimeOptions extends RuntimeOptions, CallOptions {
  /** The engine's address, for instance `unix:///var/run/docker.sock`; by default as `DOCKER_HOST` says. */
  readonly address?: string;
  /** Where warnings, debug lines and progress go; nowhere by default. */
  readonly diagnostics?: Diagnostics;
  /** Where proofs are remembered; in this process by default. */
  readonly proofCache?: ProofCache;
  /** Put on everything that the runtime makes for its own use (probes). */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * When gVisor is looked for: `now` fails at once where it is missing; `on-create` puts it off, and the warning about
   * a missing sandbox with it, so that reading, stopping and removing need neither. Default `now`.
   */
  readonly check?: "now" | "on-create";
}

/** The one warning of a run without a sandbox. */
export const NO_SANDBOX_WARNING = "running without gVisor sandbox - reduced isolation";

/**
 * Opens Docker as a runtime. With `sandbox: true` every container runs under gVisor, proved by effect, or is not
 * created; with `sandbox: false` it runs under runc, and one warning goes to the diagnostics.
 *
 * Throws `GVISOR_NOT_AVAILABLE` (within 5 s), `ENGINE_UNREACHABLE`, `ENGINE_PERMISSION_DENIED`, `ENGINE_TIMEOUT`,
 * `ENGINE_ADDRESS_INVALID`.
 */
export async function createDockerRuntime(options: DockerRuntimeOptions): Promise<DockerRuntime> {
  const {
    diagnostics = silentDiagnostics,
    proofCache: cache = memoryProofCache(),
    labels = {},
    check = "now",
  } = options;
  const address =
    options.address === undefined ? resolveEngineAddress(process.env) : parseEngineAddress(options.address, "caller");
  const client = new EngineClient(address);
  let known: EngineInfo | undefined;
  const readInfo = async (call: CallOptions) => (known ??= await readEngineInfo(client, call));
  const candidate = async (call: CallOptions) => {
    const info = await readInfo(call);
    const runtime = chooseSandboxRuntime(info);
    if (runtime === undefined)
      throw new GVisorNotAvailableError({ address: address.url, runtimes: Object.keys(info.runtimes) });
    return { engine: info, runtime };
  };
  const gate = options.sandbox
    ? closedGate({
        candidate,
        prove: async (runtime, image, call) =>
          proveGVisor({ client, info: await readInfo(call), cache, labels }, runtime, image, call),
      })
    : openGate;
  if (check === "now") {
    if (options.sandbox) await candidate(options);
    else diagnostics.warn(NO_SANDBOX_WARNING);
  }
  return new DockerRuntime({ client, gate, diagnostics, labels, title: options.sandbox ? "Docker+gVisor" : "Docker" });
}
