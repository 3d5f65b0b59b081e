import { type Dockerfile, type ImageRecipe, makeDockerfile } from "../dockerfile/make-dockerfile.ts";
import { resolveDependencies } from "../dependencies/resolve-dependencies.ts";
import { REGISTRY } from "../registry/registry-data.ts";

/** A Dockerfile of these dependencies, for tests. Throws where there is a problem. */
export function dockerfileOf(list: readonly string[], recipe: Partial<ImageRecipe> = {}): Dockerfile {
  const resolution = resolveDependencies(list, { registry: REGISTRY, suggest: () => undefined });
  if (!resolution.ok) throw new Error(resolution.problems.map(({ message }) => message).join(" "));
  return makeDockerfile({
    baseImage: "debian:bookworm-slim",
    dependencies: resolution.dependencies,
    certificates: [],
    hooks: { postBuildRoot: "", postBuild: "" },
    user: { uid: 1000, gid: 1001, name: "ada" },
    ...recipe,
  });
}
