import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type InMemoryOptions,
  type InMemoryRuntime,
  type RecordedDiagnostics,
  createInMemoryRuntime,
  recordDiagnostics,
} from "@moat/runtime-testkit";
import { onTestFinished } from "vitest";
import type { RunContext } from "../execute/run-context.ts";
import type { StartOptions } from "../execute/start-run.ts";
import { planRun } from "../plan-run.ts";
import { newRunId } from "../run-id.ts";
import type { RunPlan } from "../run-plan.ts";
import { openRunStore } from "../run-store.ts";
import { openJsonCache } from "../store/json-cache.ts";
import { samplePlanInput } from "./sample-plan-input.ts";

/** An in-memory engine, a record store on disk, and a way to plan runs over them. */
export interface RunScene {
  readonly context: RunContext;
  readonly runtime: InMemoryRuntime;
  readonly recorded: RecordedDiagnostics;
  /** A plan that runs one of the testkit's programs. */
  readonly plan: (command: readonly string[], given?: Partial<RunPlan>) => RunPlan;
}

/** How a start is asked for where nothing of it matters. */
export const START: StartOptions = { terminalSize: { columns: 0, rows: 0 } };

/** Sets the scene; it is gone when the test is. */
export function runScene(options: InMemoryOptions = {}): RunScene {
  const home = mkdtempSync(join(tmpdir(), "moat-run-scene-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const recorded = recordDiagnostics();
  const runtime = createInMemoryRuntime({
    images: {
      "memory:latest": { files: { "/etc/passwd": "root:x:0:0:root:/root:/bin/sh\n", "/etc/group": "root:x:0:\n" } },
    },
    ...options,
  });
  const context: RunContext = {
    runtime,
    store: openRunStore(join(home, "moat")),
    diagnostics: recorded.diagnostics,
    cache: openJsonCache(join(home, "cache")),
  };
  let made = 0;
  return {
    context,
    runtime,
    recorded,
    plan(command, given = {}) {
      made += 1;
      const input = samplePlanInput({ request: { command } });
      const plan = planRun({ ...input, identity: { ...input.identity, id: newRunId(), candidateName: `run-${made}` } });
      return { ...plan, image: "memory:latest", ...given };
    },
  };
}
