import type { CallOptions, IsolationProof } from "@moat/core";
import { resolveEngine } from "./connection/resolve-engine.ts";
import { EngineClient } from "./engine/engine-client.ts";
import { readEngineInfo } from "./engine/engine-info.ts";
import { type RuntimeFinding, bestCandidate, judgeRuntimes } from "./sandbox/judge-runtimes.ts";
import type { ProofCache } from "./sandbox/proof-cache.ts";
import { lastProof } from "./sandbox/prove-gvisor.ts";

/** Which engine to ask. */
export interface GVisorAvailableOptions extends CallOptions {
  /** The engine's address; by default it is found as `createDockerRuntime` finds it. */
  readonly address?: string;
  /** The environment; by default the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What an engine says of its runtimes, and what was proved of them before. */
export interface GVisorReport {
  /** Every runtime, best candidate first, each with its reason. */
  readonly findings: readonly RuntimeFinding[];
  /** The runtime that a run would be proved on and use; empty where there is none. */
  readonly runtime: string;
  /** The proof that the next run would rely on; undefined where it would have to make one. */
  readonly proof: IsolationProof | undefined;
}

/**
 * Tells whether the engine's table of runtimes has one that can be gVisor. False when there is no engine, or
 * none that answers within 5 s. A name is not a proof: `createDockerRuntime` goes on to prove it. Never throws.
 */
export async function gvisorAvailable(options: GVisorAvailableOptions = {}): Promise<boolean> {
  try {
    return (await gvisorReport(options)).runtime !== "";
  } catch {
    return false;
  }
}

/**
 * Reads what is known of the engine's gVisor; proves nothing, creates nothing.
 *
 * @throws as `createDockerRuntime` does.
 */
export async function gvisorReport(
  options: GVisorAvailableOptions & { readonly proofCache?: ProofCache },
): Promise<GVisorReport> {
  using client = new EngineClient(
    await resolveEngine({ address: options.address ?? "", env: options.env ?? process.env }),
  );
  const info = await readEngineInfo(client, options);
  const findings = judgeRuntimes(info);
  const runtime = bestCandidate(findings) ?? "";
  const proof =
    runtime === "" || options.proofCache === undefined
      ? undefined
      : await lastProof({ info, cache: options.proofCache }, runtime);
  return { findings, runtime, proof };
}
