import type { EngineInfo, OciRuntimeEntry } from "../engine/engine-info.ts";

/** What one name of the engine's table may be. A candidate is no more than that: what it runs has to be proved. */
export interface RuntimeFinding {
  readonly name: string;
  readonly isCandidate: boolean;
  /** Why, for people: a sentence without a subject. */
  readonly reason: string;
}

const ALIAS = /^(gvisor|runsc-.+)$/i;
/** Docker takes a shim's name where it takes a runtime's, and then hides what it is behind an empty entry. */
const SHIM = /^io\.containerd\.runsc\./;
const NO_MARK = "has nothing of gVisor in its path, type, features or name";

/**
 * Judges every name that the engine could be asked for, best candidate first, then what is rejected: the name `runsc`;
 * what is runsc by its path, type or features; what is only called so. Among equals the engine's default goes first,
 * and then the alphabet decides, so that the answer is always the same. Pure.
 */
export function judgeRuntimes(
  info: Pick<EngineInfo, "runtimes" | "defaultRuntime" | "isPodman">,
): readonly RuntimeFinding[] {
  const entries = Object.entries(info.runtimes);
  // A shim may be the default without an entry of its own.
  if (SHIM.test(info.defaultRuntime) && info.runtimes[info.defaultRuntime] === undefined)
    entries.push([info.defaultRuntime, { path: "", runtimeArgs: [], runtimeType: "", features: "" }]);
  return entries
    .map(([name, entry]) => ({ name, ...rank(name, entry), isDefault: name === info.defaultRuntime }))
    .toSorted((a, b) => a.rank - b.rank || Number(b.isDefault) - Number(a.isDefault) || (a.name < b.name ? -1 : 1))
    .map(({ name, rank: at, reason }) => ({
      name,
      isCandidate: at < REJECTED,
      reason: info.isPodman && at < REJECTED ? `${reason}, but Podman lists runtimes that it may not run` : reason,
    }));
}

/** The name to ask for when the sandbox is on, or undefined when no entry can be gVisor. Pure. */
export function bestCandidate(findings: readonly RuntimeFinding[]): string | undefined {
  return findings.find(({ isCandidate }) => isCandidate)?.name;
}

const REJECTED = 3;

function rank(name: string, entry: OciRuntimeEntry): { readonly rank: number; readonly reason: string } {
  if (name === "runsc") return { rank: 0, reason: "is named runsc" };
  const content = contentMark(entry);
  if (content !== "") return { rank: 1, reason: content };
  if (SHIM.test(name)) return { rank: 1, reason: "is the name of gVisor's shim" };
  if (ALIAS.test(name)) return { rank: 2, reason: "is called so" };
  return { rank: REJECTED, reason: NO_MARK };
}

function contentMark(entry: OciRuntimeEntry): string {
  const file = entry.path.slice(entry.path.lastIndexOf("/") + 1);
  if (file.startsWith("runsc")) return `runs ${entry.path}`;
  if (entry.runtimeType.includes("runsc")) return `has the type ${entry.runtimeType}`;
  if (entry.features.includes("dev.gvisor.")) return "has gVisor's annotations among its features";
  return "";
}
