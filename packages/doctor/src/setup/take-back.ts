import { isSame, runtimeEntry, withoutRuntime } from "./daemon-json.ts";
import type { ProgramPort } from "./run-program.ts";
import {
  type DaemonJsonUndo,
  SETUP_BACKUP,
  SETUP_DIRECTORY,
  SETUP_STATE,
  type SetupState,
  type UndoEntry,
} from "./setup-state.ts";

/** How a set-up is taken back. */
export interface TakeBackOptions {
  /** Whether all that became of daemon.json came of the set-up itself; else a change by somebody else is kept. */
  readonly isOurs: boolean;
  /** The program that tells the engine to read its configuration again; empty where no engine runs. */
  readonly reload: readonly string[];
}

/** Takes back what a record says, newest first, and then removes the record. Returns what a person has to know beside it. */
export async function takeBack(
  root: ProgramPort,
  { undo }: SetupState,
  { isOurs, reload }: TakeBackOptions,
): Promise<readonly string[]> {
  const notes: string[] = [];
  const entries = undo.toReversed();
  const restored: DaemonJsonUndo[] = [];
  // First of all, so that the engine forgets the runtime before its program goes.
  for (const entry of entries) {
    if (entry.kind !== "daemon-json") continue;
    const result = await restore(root, entry, isOurs);
    notes.push(...result.notes);
    if (result.isRestored) restored.push(entry);
    if (reload.length > 0) await succeed(root, reload);
  }
  for (const entry of entries) notes.push(...(await takeBackOne(root, entry)));
  // A package's own script may have written the file once more.
  for (const entry of restored) await restore(root, entry, true);
  await root.run(["rm", "-f", SETUP_STATE, SETUP_BACKUP]);
  await root.run(["rmdir", "-p", "--ignore-fail-on-non-empty", SETUP_DIRECTORY]);
  return notes;
}

async function takeBackOne(root: ProgramPort, entry: UndoEntry): Promise<readonly string[]> {
  switch (entry.kind) {
    case "file":
      await succeed(root, ["rm", "-f", entry.path]);
      return [];
    case "directory":
      // Somebody else's files keep it.
      await root.run(["rmdir", entry.path]);
      return [];
    case "package":
      return removePackage(root, entry.name);
    case "daemon-json":
      return [];
  }
}

/** Not by apt-get, which would remove what depends on it, too. */
async function removePackage(root: ProgramPort, name: string): Promise<readonly string[]> {
  const { code, stderr } = await root.run(["dpkg", "--purge", name]);
  if (code === 0) return [];
  if (stderr.includes("dependency problems")) return [`The package ${name} stays: others need it now.`];
  throw new Error(`dpkg --purge ${name} ended with ${code}: ${stderr.trim()}`);
}

interface Restored {
  readonly isRestored: boolean;
  readonly notes: readonly string[];
}

const kept = (...notes: readonly string[]): Restored => ({ isRestored: false, notes });

async function restore(root: ProgramPort, config: DaemonJsonUndo, isOurs: boolean): Promise<Restored> {
  const { path, existed, runtime, entry } = config;
  const now = await digest(root, path);
  const before = existed ? await digest(root, SETUP_BACKUP) : "";
  if (now === before) return { isRestored: true, notes: [] };
  if (existed && before === "") return kept(`${path} is left as it is: the copy of the old one is gone.`);
  if (isOurs || now === config.sha256) {
    await (existed ? replace(root, path, SETUP_BACKUP) : succeed(root, ["rm", "-f", path]));
    return { isRestored: true, notes: [] };
  }
  if (now === "") return kept(`${path} was removed since, and is not made again.`);
  const text = (await root.run(["cat", path])).stdout;
  if (!hasEntry(text, runtime, path, entry)) return kept(`${path} was changed since, and is left as it is.`);
  await replace(root, path, path, withoutRuntime(text, runtime));
  return kept(`${path} was changed since: only the runtime "${runtime}" was taken out.`);
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

/** A file's SHA-256; empty where there is no such file. */
async function digest(root: ProgramPort, path: string): Promise<string> {
  return (await root.run(["sha256sum", path])).stdout.split(" ")[0] ?? "";
}

async function succeed(root: ProgramPort, argv: readonly string[], input = ""): Promise<void> {
  const { code, stderr } = await root.run(argv, input);
  if (code !== 0) throw new Error(`${argv.join(" ")} ended with ${code}: ${stderr.trim()}`);
}
