import { MoatError } from "@moat/core";
import type { RunRecord } from "@moat/run-manager";
import type { Workbench } from "./open-context.ts";
import { readOnlyOnce, reconciled } from "./reconciled.ts";

/** How many runs a page has unless somebody asks for more or fewer. */
const PAGE = 50;

/** Which runs are listed. */
export interface ListOptions {
  readonly all: boolean;
  readonly limit: number | undefined;
  /** A run to go on behind. */
  readonly before: string | undefined;
}

/** Lists live runs, or one page of all; what cannot be read, and how to go on, is said on stderr. */
export async function listed(bench: Workbench, { all, limit, before }: ListOptions): Promise<readonly RunRecord[]> {
  const { store, diagnostics } = bench;
  if (!all && (limit !== undefined || before !== undefined))
    throw new MoatError("USAGE", "The flags --limit and --before page the list of all runs, which needs --all.", {
      hint: "Add it: moat list --all",
    });
  await using engine = readOnlyOnce(bench);
  await reconciled(bench, engine.open);
  const cursor = before === undefined ? "" : (await store.find(before)).id;
  const { records, problems, next } = all
    ? await store.page({ limit: limit ?? PAGE, before: cursor })
    : { ...(await store.list({ all: false })), next: "" };
  for (const problem of problems) diagnostics.warn(problem.message);
  if (next !== "")
    process.stderr.write(`moat: there are older runs: moat list --all --limit ${limit ?? PAGE} --before ${next}\n`);
  return records;
}
