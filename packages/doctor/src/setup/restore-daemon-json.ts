import { isSame, runtimeEntry, withTable, withoutRuntime } from "./daemon-json.ts";
import { sha256 } from "./plan-setup.ts";
import { succeed } from "./root-programs.ts";
import type { ProgramPort } from "./run-program.ts";
import { type DaemonJsonUndo, SETUP_BACKUP } from "./setup-state.ts";
import type { TakeBackOptions } from "./take-back.ts";
import { until } from "./until.ts";

const FORGET_TIMEOUT_MS = 5_000;

/** What became of daemon.json. */
export interface Restored {
  /** Whether it is as it was. */
  readonly isRestored: boolean;
  readonly notes: readonly string[];
}

const kept = (...notes: readonly string[]): Restored => ({ isRestored: false, notes });

/** Gives daemon.json back as it was, and lets the engine read it; what somebody else has changed since is kept. */
export async function restoreDaemonJson(
  root: ProgramPort,
  config: DaemonJsonUndo,
  options: TakeBackOptions,
): Promise<Restored> {
  const { path, existed, runtime, entry } = config;
  const now = await digest(root, path);
  const before = existed ? await digest(root, SETUP_BACKUP) : "";
  if (existed && before === "") return kept(`${path} is left as it is: the copy of the old one is gone.`);
  const original = existed ? await read(root, SETUP_BACKUP) : "";
  const between = withTable(original);
  if (options.isOurs || [before, config.sha256, sha256(between)].includes(now)) {
    const notes = await forget(root, path, between, options);
    await putBack(root, config);
    return { isRestored: true, notes };
  }
  if (now === "") return kept(`${path} was removed since, and is not made again.`);
  const text = await read(root, path);
  if (!hasEntry(text, runtime, path, entry)) return kept(`${path} was changed since, and is left as it is.`);
  const rest = withoutRuntime(text, runtime);
  const notes = await forget(root, path, withTable(rest), options);
  await replace(root, path, path, rest);
  return kept(`${path} was changed since: only the runtime "${runtime}" was taken out.`, ...notes);
}

/** Puts daemon.json back byte for byte, where it is not so already. */
export async function putBack(root: ProgramPort, { path, existed }: DaemonJsonUndo): Promise<void> {
  if (!existed) return succeed(root, ["rm", "-f", path]);
  if ((await digest(root, path)) !== (await digest(root, SETUP_BACKUP))) await replace(root, path, SETUP_BACKUP);
}

/**
 * Makes the engine forget the runtime. From a file without a table of runtimes, or no file, it would learn nothing and
 * go on with what it has: so it reads one with a table for a moment.
 */
async function forget(
  root: ProgramPort,
  path: string,
  text: string,
  { reload, isListed }: TakeBackOptions,
): Promise<readonly string[]> {
  if (reload.length === 0 || !(await isListed())) return [];
  await replace(root, path, path, text);
  if ((await root.run(reload)).code !== 0)
    return ["Docker could not be told to read its configuration again: sudo systemctl restart docker"];
  const isForgotten = await until(async () => !(await isListed()), FORGET_TIMEOUT_MS);
  return isForgotten
    ? []
    : ["Docker lists gVisor until it is restarted, or has another: sudo systemctl restart docker"];
}

/** A file that is no longer JSON has no entry that could be taken out. */
function hasEntry(text: string, runtime: string, path: string, entry: unknown): boolean {
  try {
    return isSame(runtimeEntry(text, runtime, path), entry);
  } catch {
    return false;
  }
}

/** Puts a copy of a file, or another text with that file's owner and mode, in a path's place at once. */
async function replace(root: ProgramPort, path: string, from: string, text?: string): Promise<void> {
  const next = `${path}.moat-new`;
  await succeed(root, ["cp", "-a", "-T", from, next]);
  if (text !== undefined) await succeed(root, ["tee", next], text);
  await succeed(root, ["sync", next]);
  await succeed(root, ["mv", "-T", next, path]);
}

async function read(root: ProgramPort, path: string): Promise<string> {
  return (await root.run(["cat", path])).stdout;
}

/** A file's SHA-256; empty where there is no such file. */
async function digest(root: ProgramPort, path: string): Promise<string> {
  return (await root.run(["sha256sum", path])).stdout.split(" ")[0] ?? "";
}
