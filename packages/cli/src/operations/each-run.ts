import type { MoatError } from "@moat/core";
import { errorText, toMoatError } from "../present/present-error.ts";

/** What a command did with one of the runs that were named. */
export interface RunResult {
  /** What `--json` prints beside the reference. */
  readonly json: object;
  /** What people read; empty for nothing. */
  readonly text: string;
}

/** What a command did with all of them, ready to print. */
export interface RunResults {
  readonly json: readonly object[];
  readonly text: string;
  readonly errors: string;
  readonly exitCode: number;
}

/** Does something with each run that was named, once; one that fails does not keep the others from it. */
export async function eachRun(
  command: string,
  references: readonly string[],
  action: (reference: string) => Promise<RunResult>,
): Promise<RunResults> {
  const results = await Promise.all(
    [...new Set(references)].map(async (reference) => {
      try {
        return { reference, done: await action(reference) };
      } catch (error) {
        return { reference, error: toMoatError(error, command) };
      }
    }),
  );
  return {
    json: results.map(({ reference, done, error }) => ({ reference, ...(done?.json ?? { error: briefly(error) }) })),
    text: results.flatMap(({ done }) => (done === undefined || done.text === "" ? [] : [done.text])).join("\n"),
    errors: results.flatMap(({ error }) => (error === undefined ? [] : [errorText(error)])).join(""),
    exitCode: results.some(({ error }) => error !== undefined) ? 1 : 0,
  };
}

function briefly(error: MoatError | undefined): object {
  return { code: error?.code, message: error?.message };
}
