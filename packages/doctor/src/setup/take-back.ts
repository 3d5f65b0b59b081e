import { putBack, restoreDaemonJson } from "./restore-daemon-json.ts";
import { succeed } from "./root-programs.ts";
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
  /** Whether the engine lists a runtime that may be gVisor. */
  readonly isListed: () => Promise<boolean>;
}

/** Takes back what a record says, newest first, and then removes the record. Returns what a person has to know beside it. */
export async function takeBack(
  root: ProgramPort,
  { undo }: SetupState,
  options: TakeBackOptions,
): Promise<readonly string[]> {
  const notes: string[] = [];
  const entries = undo.toReversed();
  const restored: DaemonJsonUndo[] = [];
  // First of all, so that the engine forgets the runtime before its program goes.
  for (const entry of entries) {
    if (entry.kind !== "daemon-json") continue;
    const result = await restoreDaemonJson(root, entry, options);
    notes.push(...result.notes);
    if (result.isRestored) restored.push(entry);
  }
  for (const entry of entries) notes.push(...(await takeBackOne(root, entry)));
  // A package's own script may have written the file once more.
  for (const entry of restored) await putBack(root, entry);
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
    default:
      return entry satisfies never;
  }
}

/** Not by apt-get, which would remove what depends on it, too. */
async function removePackage(root: ProgramPort, name: string): Promise<readonly string[]> {
  const { code, stderr } = await root.run(["dpkg", "--purge", name]);
  if (code === 0) return [];
  if (stderr.includes("dependency problems")) return [`The package ${name} stays: others need it now.`];
  throw new Error(`dpkg --purge ${name} ended with ${code}: ${stderr.trim()}`);
}
