import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "@moat/runtime-testkit";
import { expect, it, onTestFinished } from "vitest";
import type { RunPlan } from "../run-plan.ts";
import { LABELS } from "../run-labels.ts";
import { runScene } from "../testing/run-scene.ts";
import type { Trial } from "./judge-trials.ts";
import { type CompatOptions, runCompat } from "./run-compat.ts";

type Programs = NonNullable<NonNullable<Parameters<typeof runScene>[0]>["programs"]>;

/** A workspace with one file, and a program to try in it. */
async function scene(agent: Programs[string], asked: Partial<RunPlan> = {}) {
  const workspace = await mkdtemp(join(tmpdir(), "moat-compat-"));
  onTestFinished(() => rm(workspace, { recursive: true, force: true }));
  await writeFile(join(workspace, "file"), "as it was");
  const { context, runtime, plan, recorded } = runScene({ programs: { agent } });
  const planned = plan(["agent"], {
    workspace,
    mounts: [{ source: workspace, target: "/workspace", readOnly: false, origin: "default" }],
    ...asked,
  });
  const trials: Trial[] = [];
  const run = (given: Partial<CompatOptions> = {}) =>
    runCompat({ gvisor: context, runc: context }, planned, {
      times: 2,
      timeoutMs: 600_000,
      signal: new AbortController().signal,
      onTrial: (trial) => trials.push(trial),
      ...given,
    });
  const left = async () => ({
    containers: runtime.engine.containers.length,
    places: await readdir(join(context.store.home, "compat")),
    runs: (await context.store.list({ all: true })).records.length,
  });
  return { run, left, trials, recorded, workspace };
}

/** A program that goes on until it is killed. */
const untilKilled: Programs[string] = ({ ended }) =>
  new Promise((resolve) => ended.addEventListener("abort", () => resolve(0), { once: true }));

const NOTHING = { containers: 0, places: [], runs: 0 };

it("tries both in turn, each time on a new copy, and leaves nothing", async () => {
  const seen: unknown[] = [];
  const { run, left, trials, workspace } = await scene(async ({ spec, stdout }) => {
    const [mount] = spec.mounts;
    const file = join(mount?.source ?? "", "file");
    seen.push({ network: spec.network, role: spec.labels[LABELS.role], content: await readFile(file, "utf8") });
    await writeFile(file, "changed");
    await stdout(Buffer.from("bye\n"));
    return spec.labels[LABELS.sandbox] === "on" ? 139 : 0;
  });
  const report = await run();
  expect(report).toMatchObject({ verdict: "gvisor", exitCode: 139 });
  expect(report.trials).toEqual(trials);
  expect(trials.map(({ side, exitCode }) => [side, exitCode])).toEqual([
    ["gvisor", 139],
    ["runc", 0],
    ["gvisor", 139],
    ["runc", 0],
  ]);
  expect(trials[0]).toMatchObject({ tail: "bye\n", explanation: expect.stringMatching(/SIGSEGV/), timedOut: false });
  expect(trials[1]).toMatchObject({ explanation: "" });
  expect(seen).toHaveLength(4);
  for (const one of seen) expect(one).toEqual({ network: "none", role: "helper", content: "as it was" });
  expect(await readFile(join(workspace, "file"), "utf8")).toBe("as it was");
  expect(await left()).toEqual(NOTHING);
});

it("says that nproc is left out under runc", async () => {
  const seen: unknown[] = [];
  const program: Programs[string] = ({ spec }) => {
    seen.push(spec.ulimits.map(({ name }) => name));
    return Promise.resolve(0);
  };
  const { run, recorded } = await scene(program, {
    ulimits: [{ name: "nproc", soft: 64, hard: 64, origin: "default" }],
  });
  await run({ times: 1 });
  expect(seen).toEqual([["nproc"], []]);
  expect(recorded.warnings).toEqual([expect.stringContaining("nproc holds under gVisor only")]);
});

it("ends a trial whose time is up", async () => {
  const { run, left } = await scene(untilKilled);
  const report = await run({ times: 1, timeoutMs: 1 });
  expect(report).toMatchObject({
    verdict: "not-gvisor",
    trials: [
      { timedOut: true, exitCode: 137, explanation: "" },
      { timedOut: true, exitCode: 137 },
    ],
  });
  expect(await left()).toEqual(NOTHING);
});

it("stops when it is told to, and leaves nothing", async () => {
  const started = Promise.withResolvers<undefined>();
  const { run, left, trials } = await scene((guest) => {
    started.resolve(undefined);
    return untilKilled(guest);
  });
  const stopping = new AbortController();
  const stop = async () => {
    await started.promise;
    stopping.abort(new Error("SIGINT"));
  };
  const [running] = await Promise.allSettled([run({ signal: stopping.signal }), stop()]);
  expect(running).toMatchObject({ status: "rejected", reason: { code: "CANCELED" } });
  expect(trials).toEqual([]);
  await until("nothing is left", async () => (await left()).containers === 0);
  expect(await left()).toEqual(NOTHING);
});
