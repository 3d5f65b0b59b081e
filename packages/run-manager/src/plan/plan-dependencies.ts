import { type Config, ConfigError, type ConfigIssue, nearestWord } from "@moat/config";
import { MoatError } from "@moat/core";
import { REGISTRY, type ResolvedDependency, resolveDependencies } from "@moat/images";

/**
 * Decides what an image gets, and in which versions: what agent.yaml lists, with all that it needs. Pure.
 *
 * @throws ConfigError with every problem and its place in the file.
 */
export function planDependencies(config: Config): readonly ResolvedDependency[] {
  const resolution = resolveDependencies(config.dependencies, { registry: REGISTRY, suggest: nearestWord });
  if (resolution.ok) return resolution.dependencies;
  const [first, ...rest] = resolution.problems.map(({ index, message, hint }): ConfigIssue => {
    const path = `dependencies[${index}]`;
    const { line = 1, column = 1, excerpt = "" } = config.positionOf(path) ?? {};
    return { code: "CONFIG_INVALID", file: config.file, path, message, hint, line, column, excerpt };
  });
  if (first === undefined) throw new MoatError("INTERNAL", "Dependencies were refused without a problem.");
  throw new ConfigError([first, ...rest]);
}
