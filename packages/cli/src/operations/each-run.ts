import type { MoatError } from "@moat/core";
import { errorText, toMoatError } from "../present/present-error.ts";

/** What a command did with one of the runs that were named. */
export interface RunResult {
  /** What `--json` prints beside the reference. */
  readonly json: object;
  /** What people read; empty for nothing. */
  readonly text: string;
}

/** What finds the run that a reference means; a store does. */
export interface RunFinder {
  find(reference: string): Promise<{ readonly id: string }>;
}

/** What a command did with all of them, ready to print. */
export interface RunResults {
  readonly json: readonly object[];
  readonly text: string;
  readonly errors: string;
  readonly exitCode: number;
}

/**
 * Does something with each run that was named, once, though it was named by its id and by its name; one that fails does
 * not keep the others from it.
 */
export async function eachRun(
  command: string,
  store: RunFinder,
  references: readonly string[],
  action: (reference: string) => Promise<RunResult>,
): Promise<RunResults> {
  const results = await Promise.all(
    (await withoutRepeats(store, references)).map(async (reference) => {
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

/** What cannot be found stands for itself: why is for the action to say. */
async function withoutRepeats(store: RunFinder, references: readonly string[]): Promise<readonly string[]> {
  const named = await Promise.all(
    references.map(async (reference) => {
      const record = await store.find(reference).catch(() => undefined);
      return { reference, id: record?.id ?? reference };
    }),
  );
  const first = ({ id }: { readonly id: string }) => named.find((other) => other.id === id);
  return named.filter((one) => first(one) === one).map(({ reference }) => reference);
}

function briefly(error: MoatError | undefined): object {
  return { code: error?.code, message: error?.message };
}
