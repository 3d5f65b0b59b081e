import { readFile, readdir, rm } from "./small-files.ts";
import { basename, dirname, join } from "node:path";
import { MoatError, systemErrorCode } from "@moat/core";
import type { RunRecord } from "../run-record.ts";
import { isTerminal, nextState } from "../run-state.ts";
import { Draft, publishOver } from "./atomic-file.ts";
import { unless } from "./unless.ts";
import { formatRecord, parseRecord } from "./parse-record.ts";

// How many processes can change one record without a lock, any of them killed at any moment.
//
// `run.json` is written twice: when the run is made and, over that, when it has ended. What happens in between are
// revisions `run.json.1`, `run.json.2`, ..., each a whole record, each made from the one before it and put in place by
// link(2), which fails when somebody else has made that revision meanwhile: then read again and start over. So every
// change is made from the newest record and none is lost. No revision is removed while the run lives, for a slow process
// could make its number again, from old knowledge.
//
// The first revision that says that the run has ended is the last. It is copied over `run.json` and the revisions are
// removed; if the process is killed before that, the next one does it. A `run.json` that says the end is the truth,
// whatever else is there, and only ever replaced by itself. A slow process may still make a revision afterwards: it
// looks at `run.json` once more, sees the end, and takes its revision back.

/** The file that has a run's first record, and its last. */
export const RECORD_FILE = "run.json";

interface Head {
  readonly record: RunRecord;
  /** 0 for `run.json`. */
  readonly revision: number;
}

/** Reads the newest record in a run's directory. Throws `RUN_NOT_FOUND`, `RECORD_UNREADABLE`. */
export async function readRecord(directory: string): Promise<RunRecord> {
  return (await readHead(directory)).record;
}

/** Changes a record, as `RunStore.update` says. */
export async function updateRecord(directory: string, change: (record: RunRecord) => RunRecord): Promise<RunRecord> {
  for (;;) {
    const { record, revision } = await readHead(directory);
    if (isTerminal(record.state)) {
      if (revision > 0) await conclude(directory, record);
      return record;
    }
    const wanted = change(record);
    const next = { ...wanted, schema: record.schema, id: record.id, state: nextState(record.state, wanted.state) };
    const text = formatRecord(next);
    if (text === formatRecord(record)) return record;

    const file = join(directory, `${RECORD_FILE}.${revision + 1}`);
    // The directory itself may have been removed: reading it again says so.
    await using draft = await unless(["ENOENT"], Draft.write(directory, text), undefined);
    if (draft === undefined || !(await unless(["ENOENT"], draft.linkTo(file), false))) continue;
    const base = await readBase(directory);
    if (base === undefined) continue;
    if (isTerminal(base.state)) {
      await rm(file, { force: true });
      return base;
    }
    if (isTerminal(next.state)) {
      // This file, and not what has the revision's number now: that may be another process's, which is about to take it back.
      await unless(["ENOENT"], draft.moveTo(join(directory, RECORD_FILE)), undefined);
      await removeRevisions(directory);
    }
    return next;
  }
}

/**
 * Puts another record in place of that of an ended run. Throws `RUN_NOT_FOUND`. A process that was held up while it
 * concluded the run may put the first one back: so this is for what nobody's safety depends on.
 */
export async function replaceEnded(directory: string, record: RunRecord): Promise<void> {
  const replaced = publishOver(join(directory, RECORD_FILE), formatRecord(record)).then(() => true);
  if (!(await unless(["ENOENT"], replaced, false))) throw notFound(directory);
}

/** Whoever else concludes the same run, or removes it, does so with the same record: what is gone already is fine. */
async function conclude(directory: string, record: RunRecord): Promise<void> {
  await unless(["ENOENT"], publishOver(join(directory, RECORD_FILE), formatRecord(record)), undefined);
  await removeRevisions(directory);
}

async function removeRevisions(directory: string): Promise<void> {
  const names = await unless(["ENOENT"], readdir(directory), []);
  const revisions = names.filter((name) => revisionOf(name) > 0);
  await Promise.all(revisions.map((name) => rm(join(directory, name), { force: true })));
}

async function readBase(directory: string): Promise<RunRecord | undefined> {
  const file = join(directory, RECORD_FILE);
  const text = await readText(file);
  return text === undefined ? undefined : parseRecord(text, file);
}

async function readHead(directory: string): Promise<Head> {
  // Most runs have ended: one read each.
  const first = await readBase(directory);
  if (first !== undefined && isTerminal(first.state)) return { record: first, revision: 0 };
  // A revision that disappears between listing and reading means that the run has just ended, which the second look
  // shows. More looks than a few mean that the directory is not ours to understand.
  for (let look = 0; look < 5; look += 1) {
    const names = await unless(["ENOENT"], readdir(directory), undefined);
    if (names === undefined) throw notFound(directory);
    const base = await readBase(directory);
    if (base === undefined) continue;
    const revision = names.reduce((highest, name) => Math.max(highest, revisionOf(name)), 0);
    if (revision === 0 || isTerminal(base.state)) return { record: base, revision: 0 };
    const newest = join(directory, `${RECORD_FILE}.${revision}`);
    const revised = await readText(newest);
    if (revised !== undefined) return { record: parseRecord(revised, newest), revision };
  }
  throw new MoatError("RECORD_UNREADABLE", `The record ${join(directory, RECORD_FILE)} is missing.`, {
    hint: `Forget the run, and end it if it is live: moat remove --force ${basename(directory)}`,
    details: { file: join(directory, RECORD_FILE) },
  });
}

/** What is wrong with one file, or with the directory of one run, must not stand in the way of all other runs. */
const UNREADABLE: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EISDIR", "ENOTDIR", "ELOOP", "EIO"]);

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === "ENOENT") return undefined;
    if (!UNREADABLE.has(code)) throw error;
    throw new MoatError("RECORD_UNREADABLE", `The record ${file} cannot be read (${code}).`, {
      hint: `Make it readable for its owner again, or forget the run: moat remove --force ${basename(dirname(file))}`,
      details: { file, reason: code },
      cause: error,
    });
  }
}

function revisionOf(name: string): number {
  return Number(/^run\.json\.([1-9]\d*)$/.exec(name)?.[1] ?? 0);
}

function notFound(directory: string): MoatError {
  const id = directory.slice(directory.lastIndexOf("/") + 1);
  return new MoatError("RUN_NOT_FOUND", `There is no run ${id}.`, { hint: "List all runs: moat list --all" });
}
