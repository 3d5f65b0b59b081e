import { reconcileRuns, stopRun } from "@moat/run-manager";
import { errorText, toMoatError } from "../present/present-error.ts";
import { runJson } from "../present/present-runs.ts";
import type { Workbench } from "./open-context.ts";
import { openReadOnly } from "./reconciled.ts";

/** Stops several runs; one that cannot be stopped does not keep the others alive. */
export async function stopRuns(
  bench: Workbench,
  references: readonly string[],
  graceMs: number,
): Promise<{ json: unknown; text: string; errors: string; exitCode: number }> {
  const context = await openReadOnly(bench);
  await using _runtime = context.runtime;
  await reconcileRuns(context);
  const results = await Promise.all(
    [...new Set(references)].map(async (reference) => {
      try {
        return { reference, stopped: await stopRun(context, reference, graceMs), error: undefined };
      } catch (error) {
        return { reference, stopped: undefined, error: toMoatError(error, "stop") };
      }
    }),
  );
  return {
    errors: results.flatMap(({ error }) => (error === undefined ? [] : [errorText(error)])).join(""),
    json: results.map(({ reference, stopped, error }) =>
      stopped === undefined
        ? { reference, error: { code: error?.code, message: error?.message } }
        : { reference, wasLive: stopped.wasLive, run: runJson(stopped.record) },
    ),
    text: results
      .flatMap(({ stopped }) =>
        stopped === undefined
          ? []
          : [stopped.wasLive ? stopped.record.name : `${stopped.record.name} had ended before`],
      )
      .join("\n"),
    exitCode: results.some(({ error }) => error !== undefined) ? 1 : 0,
  };
}
