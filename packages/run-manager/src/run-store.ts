import { basename, join } from "node:path";
import { MoatError, isMoatError } from "@moat/core";
import { hasLogFile } from "./log/log-file.ts";
import { isRunId } from "./run-id.ts";
import type { RunRecord } from "./run-record.ts";
import { isTerminal } from "./run-state.ts";
import { createRun } from "./store/create-run.ts";
import { type EndedEntry, onceEach } from "./store/ended-index.ts";
import { findRun } from "./store/find-run.ts";
import { ensureInstallation, readInstallation } from "./store/installation.ts";
import { knownRuns } from "./store/known-runs.ts";
import { type RunListing, idsIn, olderThan, readRuns } from "./store/list-runs.ts";
import { MoatHome } from "./store/moat-home.ts";
import { claimsOn, namePlace, releaseName } from "./store/name-claims.ts";
import { readRecord, updateRecord } from "./store/record-file.ts";
import { removeRun } from "./store/remove-run.ts";
import { renameRun } from "./store/rename-run.ts";
import { type PageOptions, type RunPage, readPage } from "./store/run-page.ts";
import { settleRun } from "./store/settle-run.ts";
import { sweepHome } from "./store/sweep-home.ts";
import { synced } from "./store/sync-soon.ts";

/**
 * The records of runs below one `MOAT_HOME`. Any number of processes may use it at once, and each may be killed at any
 * moment. Nothing is created on disk before the first `installation` or `create`.
 *
 * Every method throws `HOME_UNUSABLE` when the directory cannot be used or belongs to somebody else.
 */
export interface RunStore {
  /** The absolute path of `MOAT_HOME`. */
  readonly home: string;

  /** Returns this installation's id, and makes it when there is none: processes at once agree. */
  installation(): Promise<string>;

  /** Returns this installation's id, or the empty string when there is none: then nothing was ever run. */
  readInstallation(): Promise<string>;

  /**
   * Writes the first record of a run and enters it in the index of live runs. Any other process sees it from then on; a loss of
   * power it survives from the next `update` on, before which no container is to be started.
   *
   * @throws `RUN_NAME_TAKEN` when a live run has that name (of two processes at once exactly one gets it), and then
   *   leaves nothing behind.
   */
  create(record: RunRecord): Promise<void>;

  /**
   * Changes a record and returns it as it is afterwards. No update is lost: when another process was faster, `change`
   * is called again with what that one wrote, so it must be pure. The state only goes forward (see `nextState`), and
   * the record of a run that has ended never changes: `change` is not called for it. What it returns survives a loss of power,
   * with all that was written before.
   *
   * @throws `RUN_NOT_FOUND`.
   */
  update(id: string, change: (record: RunRecord) => RunRecord): Promise<RunRecord>;

  /**
   * Takes a run that has ended, and of which nothing is left to clean up in the engine, out of the index. Idempotent.
   * An entry without a run is taken out when it is a minute old: until then that run is being made.
   */
  settle(id: string): Promise<void>;

  /**
   * Reads one record by its full id.
   *
   * @throws `RUN_NOT_FOUND`, `RECORD_UNREADABLE`.
   */
  read(id: string): Promise<RunRecord>;

  /** Lists the runs that have not ended, or all, which reads every record there is. Unreadable ones are reported. */
  list(options: { readonly all: boolean }): Promise<RunListing>;

  /**
   * Lists the ids in the index: runs that have not ended, and ended ones that were never settled. With `olderThanMs` those that were
   * made longer ago; all by default.
   */
  liveIds(options?: { readonly olderThanMs: number }): Promise<readonly string[]>;

  /** Tells whether a name belongs to a run that is live, or was when somebody last looked. */
  isClaimed(name: string): Promise<boolean>;

  /**
   * Finds one run by its id, by the name of a live run, by a prefix of its id (with or without `run_`), or by the name
   * of an ended run (the newest), in this order.
   *
   * @throws `RUN_NOT_FOUND`, `RUN_AMBIGUOUS`, `RECORD_UNREADABLE`.
   */
  find(reference: string): Promise<RunRecord>;

  /**
   * Reads one page of all runs, newest first, and no more records than are on it, or live.
   *
   * @throws `RUN_NOT_FOUND`.
   */
  page(options: PageOptions): Promise<RunPage>;

  /** What is known of ended runs without reading their records, newest first. */
  endedIndex(): Promise<readonly EndedEntry[]>;

  /**
   * Gives a run another name and returns its record. Of a live run the name must be free among live runs, else
   * `RUN_NAME_TAKEN` is thrown; an ended run may have any.
   *
   * @throws `RUN_NOT_FOUND`, `NAME_INVALID`.
   */
  rename(id: string, name: string): Promise<RunRecord>;

  /** Removes what killed processes have left below `MOAT_HOME` beside whole runs, when it is old enough to be nobody's. */
  sweep(): Promise<void>;

  /** Removes a run's record and log, whatever its state. Idempotent. */
  remove(id: string): Promise<void>;

  /** Tells whether a run has its own copy of its output. */
  hasLog(id: string): Promise<boolean>;

  /** The path of the run's own copy of its output; see `readLogFile`. */
  logPath(id: string): string;
}

/** Opens the record store of a `MOAT_HOME`. Does no I/O by itself. Never throws; its methods do. */
export function openRunStore(path: string): RunStore {
  const home = new MoatHome(path);
  const directory = (id: string): string => {
    // Never let a text from outside lead out of the directory of runs.
    if (isRunId(id)) return join(home.runs, id);
    throw new MoatError("RUN_NOT_FOUND", `${JSON.stringify(id)} is not a run id.`, { details: { id } });
  };
  const readIfPossible = async (id: string): Promise<RunRecord | undefined> => {
    try {
      return await readRecord(directory(id));
    } catch (error) {
      if (isMoatError(error, "RUN_NOT_FOUND", "RECORD_UNREADABLE")) return undefined;
      throw error;
    }
  };

  return {
    home: path,
    installation: () => home.prepare(() => ensureInstallation(home.installation)),
    readInstallation: () => home.use(() => readInstallation(home.installation)),
    create: (record) => home.prepare(() => createRun(home, record)),
    update: (id, change) =>
      home.use(async () => {
        const record = await updateRecord(directory(id), change);
        await synced();
        if (isTerminal(record.state)) await releaseName(home.names, record.name, id);
        return record;
      }),
    settle: (id) => home.use(async () => await settleRun(home, id)),
    read: (id) => home.use(() => readRecord(directory(id))),
    list: ({ all }) =>
      home.use(async () => {
        const { records, problems } = await readRuns(home.runs, await idsIn(all ? home.runs : home.live));
        return { records: all ? records : records.filter((record) => !isTerminal(record.state)), problems };
      }),
    liveIds: ({ olderThanMs } = { olderThanMs: 0 }) =>
      home.use(async () => {
        const ids = await idsIn(home.live);
        return olderThanMs === 0 ? ids : await olderThan(home.live, ids, olderThanMs);
      }),
    isClaimed: (name) => home.use(async () => (await claimsOn(home.names, name)).length > 0),
    find: (reference) => home.use(() => findRun(home, reference)),
    page: (options) => home.use(() => readPage(home, options)),
    endedIndex: () => home.use(async () => onceEach((await knownRuns(home)).ended)),
    rename: (id, name) =>
      home.use(async () => {
        namePlace(home.names, name);
        const record = await renameRun(home, basename(directory(id)), name);
        await synced();
        return record;
      }),
    sweep: () => home.use(() => sweepHome(home)),
    remove: (id) => home.use(async () => await removeRun(home, id, await readIfPossible(id))),
    hasLog: (id) => home.use(() => hasLogFile(join(directory(id), "log"))),
    logPath: (id) => join(directory(id), "log"),
  };
}
