import {
  type CallOptions,
  type Diagnostics,
  GVisorNotAvailableError,
  type RuntimeOptions,
  silentDiagnostics,
} from "@moat/core";
import { DockerRuntime } from "./docker-runtime.ts";
import { resolveEngine } from "./connection/resolve-engine.ts";
import { EngineClient } from "./engine/engine-client.ts";
import type { ReachedEngine } from "./reach-engine.ts";
import { type EngineInfo, readEngineInfo } from "./engine/engine-info.ts";
import { bestCandidate, judgeRuntimes } from "./sandbox/judge-runtimes.ts";
import { type ProofCache, memoryProofCache } from "./sandbox/proof-cache.ts";
import { proveGVisor } from "./sandbox/prove-gvisor.ts";
import { closedGate, openGate } from "./sandbox/sandbox-gate.ts";

/** What may be said beside {@link RuntimeOptions} when a Docker runtime is created. */
export interface DockerRuntimeOptions extends RuntimeOptions, CallOptions {
  /**
   * The engine's address: `unix:///...`, `tcp://...` or `ssh://...`; by default as docker's own client finds it, and
   * where nobody says anything the first of the usual sockets that somebody listens on.
   */
  readonly address?: string;
  /** The environment, of which docker's own variables are read; by default the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Where warnings, debug lines and progress go; nowhere by default. */
  readonly diagnostics?: Diagnostics;
  /** Where proofs are remembered; in this process by default. */
  readonly proofCache?: ProofCache;
  /** Whether the sandbox is proved anew although an earlier proof still holds; false by default. */
  readonly prove?: boolean;
  /** Put on everything that the runtime makes for its own use (probes); none by default. */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * When gVisor is looked for: `now` fails at once where it is missing; `on-create` puts it off, and the warning about
   * a missing sandbox with it, so that reading, stopping and removing need neither. Default `now`.
   */
  readonly check?: "now" | "on-create";
  /** An engine that `reachEngine` found, with the same address and environment; by default it is looked for now. */
  readonly engine?: Promise<ReachedEngine> | undefined;
}

/** The one warning of a run without a sandbox. */
export const NO_SANDBOX_WARNING = "running without gVisor sandbox - reduced isolation";

/**
 * Opens Docker as a runtime. With `sandbox: true` every container runs under gVisor, proved by effect, or is not
 * created; with `sandbox: false` it runs under runc, and one warning goes to the diagnostics.
 *
 * @throws `GVISOR_NOT_AVAILABLE` (within 5 s), `ENGINE_UNREACHABLE`, `ENGINE_PERMISSION_DENIED`, `ENGINE_TIMEOUT`,
 *   `ENGINE_ADDRESS_INVALID`.
 */
export async function createDockerRuntime(options: DockerRuntimeOptions): Promise<DockerRuntime> {
  const {
    diagnostics = silentDiagnostics,
    proofCache: cache = memoryProofCache(),
    labels = {},
    check = "now",
    prove = false,
    env = process.env,
  } = options;
  const reached = await options.engine;
  const address = reached?.address ?? (await resolveEngine({ address: options.address ?? "", env }));
  diagnostics.debug(`the engine is ${address.url}, from ${address.foundBy}`);
  const client = reached?.client ?? new EngineClient(address);
  let known: { readonly info: EngineInfo; readonly runtime: string } | undefined;
  const candidate = async (call: CallOptions) =>
    (known ??= candidateIn(await (reached?.info ?? readEngineInfo(client, call)), diagnostics));
  const gate = options.sandbox
    ? closedGate({
        candidate,
        prove: async (runtime, image, call) =>
          proveGVisor(
            { client, info: (await candidate(call)).info, cache, labels, fresh: prove },
            { runtime, image },
            call,
          ),
      })
    : openGate;
  if (check === "now") {
    if (options.sandbox) await candidate(options);
    else diagnostics.warn(NO_SANDBOX_WARNING);
  }
  const title = options.sandbox ? "Docker+gVisor" : "Docker";
  const justRead = known?.info ?? reached?.info;
  return new DockerRuntime({ client, gate, diagnostics, labels, title, justRead, begun: reached?.begun });
}

function candidateIn(info: EngineInfo, diagnostics: Diagnostics) {
  const findings = judgeRuntimes(info);
  for (const { name, isCandidate, reason } of findings)
    diagnostics.debug(`the engine's runtime ${name} ${isCandidate ? "may be gVisor" : "is rejected"}: it ${reason}`);
  const runtime = bestCandidate(findings);
  if (runtime === undefined) {
    const { address, runtimes } = info;
    throw new GVisorNotAvailableError({ address, runtimes: Object.keys(runtimes), findings });
  }
  return { info, runtime };
}
