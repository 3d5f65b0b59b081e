import { type Dockerfile, type ResolvedDependency, makeDockerfile, recipeHash } from "@moat/images";
import type { PlanInput } from "../plan-run.ts";
import type { PlannedBuild, PlannedUser } from "../run-plan.ts";

/** What is built where nothing is: a run uses its image as it is. */
const NOTHING: PlannedBuild = { dependencies: [], dockerfile: "", files: [], images: [], hash: "" };

/** What is decided already. */
interface BuildFacts {
  readonly baseImage: string;
  readonly dependencies: readonly ResolvedDependency[];
  readonly user: PlannedUser;
  readonly certificates: readonly string[];
}

/** Decides what is built on top of an image. */
export function planBuild(
  { config }: PlanInput,
  { baseImage, dependencies, user, certificates }: BuildFacts,
): PlannedBuild {
  const { postBuildRoot, postBuild } = config.hooks;
  if (dependencies.length === 0 && postBuildRoot === "" && postBuild === "") return NOTHING;
  const hooks = { postBuildRoot, postBuild };
  const dockerfile: Dockerfile = makeDockerfile({ baseImage, dependencies, certificates, hooks, user });
  return {
    dependencies: dependencies.map(({ name, version, asked }) => ({ name, version, asked })),
    dockerfile: dockerfile.text,
    files: dockerfile.files,
    images: dockerfile.images,
    hash: recipeHash(dockerfile),
  };
}
