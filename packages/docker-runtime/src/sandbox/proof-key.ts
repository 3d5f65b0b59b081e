import { readFileSync, statSync } from "node:fs";
import { hostname, release } from "node:os";
import type { EngineInfo } from "../engine/engine-info.ts";

/** What a proof holds for: change any of it, and the runtime has to be proved again. */
export interface ProofKey {
  /** Any text. */
  readonly key: string;
  /** How long a proof may be used; without end where this machine can see that nothing changed. */
  readonly maxAgeMs: number;
}

/** What this machine is called, and runs. */
export interface ThisMachine {
  readonly hostName: string;
  readonly kernel: string;
}

const UNSEEN_MAX_AGE_MS = 24 * 60 * 60 * 1000;

/**
 * Names what a runtime is at this moment: the engine, its version, the runtime's entry, and, for an engine on this
 * machine whose program can be seen, this boot and the program's identity. Of an engine elsewhere (another machine, a
 * virtual one) no file of this machine says anything, and it could change unnoticed, so proofs of it age.
 */
export function proofKey(
  info: EngineInfo,
  runtime: string,
  machine: ThisMachine = { hostName: hostname(), kernel: release() },
): ProofKey {
  const entry = info.runtimes[runtime];
  const here = isOnThisMachine(info, machine);
  const program = here && entry !== undefined ? programIdentity(entry.path) : "";
  const boot = here ? bootId() : "elsewhere";
  const facts = [info.id, info.version, info.kernel, runtime, entry, program, boot.trim()];
  return {
    key: JSON.stringify(facts),
    maxAgeMs: program === "" ? UNSEEN_MAX_AGE_MS : Number.POSITIVE_INFINITY,
  };
}

/** A local socket is not enough: behind it may be a virtual machine's engine, or this may be a container. Pure. */
export function isOnThisMachine(
  info: Pick<EngineInfo, "address" | "hostName" | "kernel">,
  { hostName, kernel }: ThisMachine,
): boolean {
  return info.address.startsWith("unix://") && info.hostName === hostName && info.kernel === kernel;
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
  } catch {
    return "";
  }
}

function programIdentity(path: string): string {
  if (!path.startsWith("/")) return "";
  try {
    const { ino, size, mtimeMs } = statSync(path);
    return [ino, size, mtimeMs].join(":");
  } catch {
    return "";
  }
}
