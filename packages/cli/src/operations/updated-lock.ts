import { type LockChange, fetchDigest, prepareLockUpdate, updateLock } from "@moat/run-manager";
import { type Workbench, openContext } from "./open-context.ts";
import { untilInterrupted } from "./unless-interrupted.ts";

/** What came of it; no changes where a signal came before. */
export interface LockUpdate {
  readonly exitCode: number;
  readonly changes: readonly LockChange[];
}

/** Resolves agent.lock anew; an engine is asked only where an image is to be fetched. */
export async function updatedLock(
  bench: Workbench,
  names: readonly string[],
  flags: { readonly workspace: string; readonly runtime?: string | undefined },
  version: string,
): Promise<LockUpdate> {
  const { host, store } = bench;
  const update = await prepareLockUpdate({ host, store, path: flags.workspace, version }, names);
  const { plan } = update;
  if (!Object.values(plan.lock.images).includes(""))
    return { exitCode: 0, changes: await updateLock(update, async () => "") };
  const planned = plan.runtime === "auto" ? "" : plan.runtime;
  const context = await openContext(bench, { sandbox: true, runtime: flags.runtime ?? planned, check: "on-create" });
  await using _runtime = context.runtime;
  try {
    const result = await untilInterrupted(async (signal) => {
      const digestOf = (image: string) => fetchDigest(context.runtime, image, { signal });
      return { kind: "updated", changes: await updateLock(update, digestOf) } as const;
    });
    return result.kind === "updated" ? { exitCode: 0, changes: result.changes } : { ...result, changes: [] };
  } finally {
    bench.diagnostics.endProgress();
  }
}
