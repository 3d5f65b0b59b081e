import { type Config, ConfigError, type ConfigIssue, type Lock, emptyLock, nearestWord } from "@moat/config";
import { MoatError } from "@moat/core";
import { REGISTRY, type ResolvedDependency, lockedProblem, resolveDependencies } from "@moat/images";
import { lockedIn } from "./locked-in.ts";

/**
 * Decides what an image gets, and in which versions: what agent.yaml lists, with all that it needs, in the versions of agent.lock where
 * agent.yaml says none. Pure.
 *
 * @throws ConfigError with every problem and its place in the file.
 */
export function planDependencies(config: Config, lock: Lock = emptyLock()): readonly ResolvedDependency[] {
  const resolution = resolveDependencies(config.dependencies, {
    registry: REGISTRY,
    suggest: nearestWord,
    locked: lock.dependencies,
  });
  if (!resolution.ok)
    throw refused(
      resolution.problems.map(({ index, message, hint }) => {
        const path = `dependencies[${index}]`;
        return { code: "CONFIG_INVALID", file: config.file, path, message, hint, ...placeOf(config, path) };
      }),
    );
  const stale = resolution.dependencies.flatMap(({ name, version, pinned }): readonly ConfigIssue[] => {
    const isLocked = !pinned && version !== "" && lockedIn(lock.dependencies, name) === version;
    const problem = isLocked ? lockedProblem(name, version, REGISTRY) : undefined;
    if (problem === undefined) return [];
    const path = `dependencies.${name}`;
    const hint = `Renew it: moat deps update ${name}`;
    return [{ code: "LOCK_INVALID", file: lock.file, path, message: problem.message, hint, ...placeOf(lock, path) }];
  });
  if (stale.length > 0) throw refused(stale);
  return resolution.dependencies;
}

function placeOf(
  file: Pick<Config, "positionOf">,
  path: string,
): { readonly line: number; readonly column: number; readonly excerpt: string } {
  const { line = 1, column = 1, excerpt = "" } = file.positionOf(path) ?? {};
  return { line, column, excerpt };
}

function refused([first, ...rest]: readonly ConfigIssue[]): MoatError {
  if (first === undefined) return new MoatError("INTERNAL", "Dependencies were refused without a problem.");
  return new ConfigError([first, ...rest]);
}
