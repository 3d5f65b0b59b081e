import type { EngineFacts } from "@moat/core";
import { gvisorAvailable } from "@moat/docker-runtime";
import { toMoatError } from "../present/present-error.ts";
import type { Workbench } from "./open-context.ts";
import { openReadOnly, reconciled } from "./reconciled.ts";

/** What `moat status --json` prints. */
export interface StatusJson {
  readonly version: string;
  readonly home: string;
  /** Null when no engine answers; `problem` says why. */
  readonly engine: EngineFacts | null;
  readonly runtime: string | null;
  /** Whether the engine lists a gVisor runtime; every run proves it. */
  readonly gvisor: boolean;
  readonly liveRuns: number;
  readonly problem: { readonly code: string; readonly message: string; readonly hint: string } | null;
}

/** Asks this machine's engine how it is. A missing engine is an answer, not an error. */
export async function readStatus(bench: Workbench, version: string): Promise<StatusJson> {
  const base = { version, home: bench.store.home };
  try {
    const { runtime } = await openReadOnly(bench);
    const engine = await runtime.ping();
    await reconciled(bench);
    const gvisor = runtime.name === "docker" && (await gvisorAvailable());
    return { ...base, engine, runtime: runtime.name, gvisor, liveRuns: await liveRuns(bench), problem: null };
  } catch (error) {
    const { code, message, hint } = toMoatError(error, "status");
    return {
      ...base,
      engine: null,
      runtime: null,
      gvisor: false,
      liveRuns: await liveRuns(bench),
      problem: { code, message, hint },
    };
  }
}

async function liveRuns({ store }: Workbench): Promise<number> {
  return (await store.list({ all: false })).records.length;
}
