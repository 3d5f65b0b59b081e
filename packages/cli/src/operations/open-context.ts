import { join } from "node:path";
import type { IsolationProof } from "@moat/core";
import type { ProofCache } from "@moat/docker-runtime";
import { type HostFacts, moatHome, readHostFacts } from "@moat/host";
import { type RunContext, type RunStore, helperLabels, openJsonCache, openRunStore } from "@moat/run-manager";
import { type Workload, createRuntime, type reachDocker } from "@moat/runtimes";
import type { printDiagnostics } from "../present/print-diagnostics.ts";

/** What every command has at hand before it asks any engine. */
export interface Workbench {
  readonly host: HostFacts;
  readonly store: RunStore;
  readonly diagnostics: ReturnType<typeof printDiagnostics>;
}

/** Reads the facts of this machine and opens the record store; touches nothing. */
export function openWorkbench(diagnostics: Workbench["diagnostics"]): Workbench {
  const host = readHostFacts();
  return { host, store: openRunStore(moatHome(host)), diagnostics };
}

/** Which runtime is wanted. */
export interface ContextOptions {
  readonly sandbox: boolean;
  /** Empty lets the machine decide. */
  readonly runtime: string;
  /** `on-create` for commands that never create a container: they need no gVisor and never warn. */
  readonly check: "now" | "on-create";
  /** What is going to run. */
  readonly workload?: Workload;
  /** Whether the sandbox is proved anew. */
  readonly prove?: boolean;
  /** What `reachDocker` gave, if it was called. */
  readonly engine?: ReturnType<typeof reachDocker>;
}

/** Opens the runtime, wired to this installation's caches and labels. */
export async function openContext(
  { host, store, diagnostics }: Workbench,
  options: ContextOptions,
): Promise<RunContext> {
  const cache = openJsonCache(join(store.home, "cache"));
  const installation = await store.readInstallation();
  const runtime = await createRuntime({
    ...options,
    env: host.env,
    platform: host.platform,
    arch: host.arch,
    stateDir: join(store.home, "apple"),
    diagnostics,
    proofCache: proofCache(cache),
    labels: helperLabels(installation, process.pid, new Date().toISOString()),
  });
  return { runtime, store, diagnostics, cache };
}

/** The proofs that are kept between commands. */
export function proofCache(cache: RunContext["cache"]): ProofCache {
  return {
    async read(key) {
      const value = await cache.read(`proof-${key}`);
      return isProof(value) ? value : undefined;
    },
    write: (key, proof) => cache.write(`proof-${key}`, proof),
  };
}

function isProof(value: unknown): value is IsolationProof {
  if (typeof value !== "object" || value === null) return false;
  return ["method", "provedAt", "source", "guestKernel"].every((key) => typeof Reflect.get(value, key) === "string");
}
