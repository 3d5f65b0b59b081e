import { mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { cleanUp } from "../execute/clean-up.ts";
import { reconcileRuns } from "../execute/reconcile-runs.ts";
import type { RunContext } from "../execute/run-context.ts";
import { START, runScene } from "../testing/run-scene.ts";
import { startRun } from "../execute/start-run.ts";
import { makeCopyStaging } from "./copy-staging.ts";

/** No process has this id: it is above what the kernel gives. */
const DEAD_PID = 2 ** 22 + 1;

describe.each<[string, (context: RunContext) => Promise<unknown>]>([
  ["reconcileRuns", reconcileRuns],
  ["cleanUp", (context) => cleanUp(context, { dryRun: false, force: false, olderThanMs: undefined })],
])("%s", (_name, sweep) => {
  it("removes the half-made copies of processes that are dead, or are others now, and of no living one", async () => {
    const { context, plan } = runScene();
    await context.store.installation();
    await startRun(context, plan(["wait-forever"], { detach: true }), START);
    const cache = join(context.store.home, "cache");
    const mine = basename(await makeCopyStaging(context.store.home));
    for (const name of [`cp-${DEAD_PID}-${Date.now()}-aaaaaa`, `cp-${process.pid}-1000-aaaaaa`]) {
      await mkdir(join(cache, name, "copy"), { recursive: true });
      await writeFile(join(cache, name, "copy", "file"), "");
    }
    await writeFile(join(cache, "proof-1.json"), "{}");
    await sweep(context);
    expect((await readdir(cache)).toSorted()).toEqual([mine, "proof-1.json"].toSorted());
  });
});
