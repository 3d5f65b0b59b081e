import { mkdir, readdir, rm, writeFile } from "./small-files.ts";
import { join } from "node:path";
import { isRunId } from "../run-id.ts";
import type { RunRecord } from "../run-record.ts";
import { unless } from "./unless.ts";

// The index of ended runs is a directory of empty files. All that a list, or a search by name, needs is in their names:
//   <when the run was made> <id> <name>
// so that one readdir(2) answers for any number of runs, and an entry is made and taken away by one system call that
// cannot be seen half done. An entry is a hint, never the truth: the record is. One without a run, or whose name is not
// the record's, is dropped by whoever meets it; and a run that is in no index is entered again.

/** What the index says of an ended run. */
export interface EndedEntry {
  /** The name of its file. */
  readonly file: string;
  /** RFC 3339 with milliseconds, UTC: texts of one length, so that their order is that of time. */
  readonly createdAt: string;
  readonly id: string;
  readonly name: string;
}

const TIME_LENGTH = "2026-01-02T03:04:05.000Z".length;
const ID_LENGTH = "run_0123456789ab".length;

/** Makes the index's entry of a run. Pure. */
export function endedEntry({ createdAt, id, name }: Pick<RunRecord, "createdAt" | "id" | "name">): EndedEntry {
  const time = Date.parse(createdAt);
  const when = new Date(Number.isNaN(time) ? 0 : time).toISOString();
  return { file: `${when} ${id} ${name}`, createdAt: when, id, name };
}

/** Reads an entry from the name of its file; undefined for what is none. Pure. */
function parseEndedEntry(file: string): EndedEntry | undefined {
  const createdAt = file.slice(0, TIME_LENGTH);
  const id = file.slice(TIME_LENGTH + 1, TIME_LENGTH + 1 + ID_LENGTH);
  const name = file.slice(TIME_LENGTH + ID_LENGTH + 2);
  if (!isRunId(id) || Number.isNaN(Date.parse(createdAt)) || name === "") return undefined;
  return { file, createdAt, id, name };
}

/** Reads the whole index, newest first; empty when there is none. No record is read. */
export async function readEndedIndex(directory: string): Promise<readonly EndedEntry[]> {
  const files = await unless(["ENOENT"], readdir(directory), []);
  return files
    .toSorted()
    .toReversed()
    .flatMap((file) => parseEndedEntry(file) ?? []);
}

/** One entry for each run: one whose process was killed while it renamed it has two. Pure. */
export function onceEach(entries: readonly EndedEntry[]): readonly EndedEntry[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
}

/** Enters an ended run. Idempotent. */
export async function enterEnded(directory: string, record: RunRecord): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(join(directory, endedEntry(record).file), "", { mode: 0o600 });
}

/** Takes an entry out. Idempotent. */
export async function leaveEnded(directory: string, { file }: EndedEntry): Promise<void> {
  await rm(join(directory, file), { force: true });
}
