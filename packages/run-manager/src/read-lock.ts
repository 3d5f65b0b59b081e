import { type Lock, emptyLock, parseLockLazily } from "@moat/config";
import { readLockFile } from "@moat/host";

/** Reads the agent.lock of a workspace; an empty one where there is none. Throws `LOCK_INVALID`. */
export async function readLock(workspace: string): Promise<Lock> {
  const found = await readLockFile(workspace);
  return found === undefined ? emptyLock() : await parseLockLazily(found.bytes, found);
}
