import { join } from "node:path";
import type { EngineFacts, IsolationProof } from "@moat/core";
import { type GVisorReport, gvisorReport } from "@moat/docker-runtime";
import { openJsonCache, reconcileRuns } from "@moat/run-manager";
import { toMoatError } from "../present/present-error.ts";
import { type Workbench, proofCache } from "./open-context.ts";
import { openReadOnly } from "./reconciled.ts";

/** What `moat status --json` prints. */
export interface StatusJson {
  readonly version: string;
  readonly home: string;
  /** Null when no engine answers; `problem` says why. */
  readonly engine: EngineFacts | null;
  readonly runtime: string | null;
  /** Whether the engine lists a gVisor runtime; every run proves it. */
  readonly gvisor: boolean;
  /** What the engine's table says of each runtime, best candidate first. */
  readonly runtimes: GVisorReport["findings"];
  /** The proof that the next run relies on; null where it has to make one first. */
  readonly proof: IsolationProof | null;
  readonly liveRuns: number;
  readonly problem: { readonly code: string; readonly message: string; readonly hint: string } | null;
}

/** Asks this machine's engine how it is. A missing engine is an answer, not an error. */
export async function readStatus(bench: Workbench, version: string): Promise<StatusJson> {
  const base = { version, home: bench.store.home };
  try {
    const context = await openReadOnly(bench);
    await using runtime = context.runtime;
    const engine = await runtime.ping();
    await reconcileRuns(context);
    const { findings, proof, runtime: candidate } = runtime.name === "docker" ? await readGVisor(bench) : NO_GVISOR;
    return {
      ...base,
      engine,
      runtime: runtime.name,
      gvisor: candidate !== "",
      runtimes: findings,
      proof: proof ?? null,
      liveRuns: await liveRuns(bench),
      problem: null,
    };
  } catch (error) {
    const { code, message, hint } = toMoatError(error, "status");
    return {
      ...base,
      engine: null,
      runtime: null,
      gvisor: false,
      runtimes: [],
      proof: null,
      liveRuns: await liveRuns(bench),
      problem: { code, message, hint },
    };
  }
}

const NO_GVISOR: GVisorReport = { findings: [], runtime: "", proof: undefined };

function readGVisor({ host, store }: Workbench): Promise<GVisorReport> {
  return gvisorReport({ env: host.env, proofCache: proofCache(openJsonCache(join(store.home, "cache"))) });
}

async function liveRuns({ store }: Workbench): Promise<number> {
  return (await store.list({ all: false })).records.length;
}
