import { join } from "node:path";
import { isMoatError } from "@moat/core";
import type { RunRecord } from "../run-record.ts";
import { type EndedEntry, enterEnded, leaveEnded } from "./ended-index.ts";
import type { MoatHome } from "./moat-home.ts";
import { readRecord } from "./record-file.ts";

/**
 * Drops an entry whose name is not the one that the record has: a process was killed while it renamed the run. Or it is
 * renaming it just now, so that the record is looked at again: a run that is in the index twice is one look too many, and
 * one that is there by its old name only would not be found.
 */
export async function mendEntry(home: MoatHome, entry: EndedEntry, record: RunRecord): Promise<void> {
  await enterEnded(home.ended, record);
  try {
    const now = await readRecord(join(home.runs, record.id));
    if (now.name === record.name) await leaveEnded(home.ended, entry);
  } catch (error) {
    // Removed meanwhile: whoever lists drops what is left of it in the index.
    if (!isMoatError(error, "RUN_NOT_FOUND")) throw error;
  }
}
