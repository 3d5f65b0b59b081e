import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import type { EngineInfo } from "../engine/engine-info.ts";

/** What a proof holds for: change any of it, and the runtime has to be proved again. */
export interface ProofKey {
  readonly key: string;
  /** How long a proof may be used; without end where this machine can see that nothing changed. */
  readonly maxAgeMs: number;
}

const UNSEEN_MAX_AGE_MS = 24 * 60 * 60 * 1000;

/**
 * Names what a runtime is at this moment: the engine, its version, the runtime's entry, and, where the runtime's
 * program can be seen from here, this boot and the program's identity. A program that cannot be seen (an engine in a
 * virtual machine) could change unnoticed, so proofs of it age.
 */
export async function proofKey(info: EngineInfo, runtime: string): Promise<ProofKey> {
  const entry = info.runtimes[runtime];
  const program = entry === undefined ? "" : await programIdentity(entry.path);
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  const facts = [info.id, info.version, info.kernel, runtime, entry, program, boot.trim()];
  return {
    key: createHash("sha256").update(JSON.stringify(facts)).digest("hex"),
    maxAgeMs: program === "" ? UNSEEN_MAX_AGE_MS : Number.POSITIVE_INFINITY,
  };
}

async function programIdentity(path: string): Promise<string> {
  if (!path.startsWith("/")) return "";
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return [ino, size, mtimeMs].join(":");
  } catch {
    return "";
  }
}
