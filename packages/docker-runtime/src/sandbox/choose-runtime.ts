import type { EngineInfo, OciRuntimeEntry } from "../engine/engine-info.ts";

const ALIAS = /^(gvisor|runsc-.+)$/i;

function looksLikeRunsc(entry: OciRuntimeEntry): boolean {
  const file = entry.path.slice(entry.path.lastIndexOf("/") + 1);
  return file.startsWith("runsc") || entry.runtimeType.includes("runsc") || entry.features.includes("dev.gvisor.");
}

/**
 * Picks the name to ask for as `HostConfig.Runtime` when the sandbox is on, or undefined when no entry can be gVisor.
 * A name is only a candidate: what it runs has to be proved. Pure.
 */
export function chooseSandboxRuntime(info: Pick<EngineInfo, "runtimes" | "defaultRuntime">): string | undefined {
  const names = Object.keys(info.runtimes);
  if (names.includes("runsc")) return "runsc";
  const byContent = Object.entries(info.runtimes).filter(([, entry]) => looksLikeRunsc(entry));
  const candidates = byContent.length > 0 ? byContent.map(([name]) => name) : names.filter((name) => ALIAS.test(name));
  return candidates.includes(info.defaultRuntime) ? info.defaultRuntime : candidates.toSorted()[0];
}
