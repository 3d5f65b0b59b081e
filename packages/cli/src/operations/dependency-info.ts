import { nearestWord } from "@moat/config";
import { MoatError } from "@moat/core";
import { type Entry, REGISTRY, type ResolvedDependency, parseDependency, resolveDependencies } from "@moat/images";

/** What there is to say of one dependency. */
export interface DependencyInfo {
  /** Undefined for what is no entry of the registry, as `npm:NAME@VERSION`. */
  readonly entry: Entry | undefined;
  /** What an image gets by it. */
  readonly brings: readonly ResolvedDependency[];
}

/** Looks up a dependency as agent.yaml would name it. Throws `USAGE` where it could not. Pure. */
export function dependencyInfo(text: string): DependencyInfo {
  const resolution = resolveDependencies([text], { registry: REGISTRY, suggest: nearestWord });
  if (!resolution.ok) {
    const [problem] = resolution.problems;
    throw new MoatError("USAGE", problem?.message ?? "", { hint: problem?.hint ?? "" });
  }
  const parsed = parseDependency(text);
  const entry = "from" in parsed && parsed.from === "registry" ? REGISTRY[parsed.name] : undefined;
  return { entry, brings: resolution.dependencies };
}
