import { containerSpec } from "@moat/core";
import { expect, it } from "vitest";
import { helperLabels } from "../run-labels.ts";
import { runScene } from "../testing/run-scene.ts";
import { cleanUp } from "./clean-up.ts";
import type { RunContext } from "./run-context.ts";
import { sweepHelpers } from "./sweep-helpers.ts";

/** No process has this id: it is above what the kernel gives. */
const DEAD_PID = 2 ** 22 + 1;

const SWEEPS: readonly (readonly [name: string, sweep: (context: RunContext) => Promise<unknown>])[] = [
  ["sweepHelpers", sweepHelpers],
  ["cleanUp", (context) => cleanUp(context, { dryRun: false, force: true, olderThanMs: undefined })],
];

it.each(SWEEPS)(
  "%s removes the helpers of dead processes only, though the engine's clock is behind",
  async (_name, sweep) => {
    const { context, runtime } = runScene();
    const installation = await context.store.installation();
    const { containers } = runtime;
    const list = containers.list.bind(containers);
    containers.list = async (...call) =>
      (await list(...call)).map((container) => ({ ...container, createdAt: "2020-01-01T00:00:00Z" }));
    const make = async (pid: number) => {
      const labels = helperLabels(installation, pid, new Date().toISOString());
      const command = ["wait-forever"];
      return await containers.create(containerSpec({ name: `h-${pid}`, image: "memory:latest", command, labels }));
    };
    const [mine] = [await make(process.pid), await make(DEAD_PID)];
    await sweep(context);
    expect(runtime.engine.containers.map(({ id }) => id)).toEqual([mine.id]);
  },
);
