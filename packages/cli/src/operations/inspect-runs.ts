import { isTerminal } from "@moat/run-manager";
import { type InspectedRun, inspectedText } from "../present/present-inspected.ts";
import { runJson } from "../present/present-runs.ts";
import { type RunResults, eachRun } from "./each-run.ts";
import type { Workbench } from "./open-context.ts";
import { readOnlyOnce, reconciled } from "./reconciled.ts";

/** Reads all that is known of several runs. */
export async function inspectRuns(bench: Workbench, references: readonly string[]): Promise<RunResults> {
  await using engine = readOnlyOnce(bench);
  await reconciled(bench, engine.open);
  return await eachRun("inspect", bench.store, references, async (reference) => {
    const record = await bench.store.find(reference);
    const isSaved = isTerminal(record.state) && (await bench.store.hasLog(record.id));
    const log: InspectedRun["log"] = isSaved
      ? { in: "record", path: bench.store.logPath(record.id) }
      : { in: record.containerId === "" ? "none" : "engine", path: "" };
    const inspected = { ...runJson(record), log };
    return { json: inspected, text: inspectedText(inspected, Date.now()) };
  });
}
