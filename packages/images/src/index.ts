export type { Entry, Registry, Source } from "./registry/entry.ts";
export { REGISTRY } from "./registry/registry-data.ts";
export { type Dependency, parseDependency } from "./dependencies/parse-dependency.ts";
export type { Problem } from "./dependencies/problem.ts";
export {
  type IndexedProblem,
  type Resolution,
  type ResolveOptions,
  type ResolvedDependency,
  lockedProblem,
  resolveDependencies,
} from "./dependencies/resolve-dependencies.ts";
export type { Shim, ShimEvidence } from "./shims/shim.ts";
export { SHIMS } from "./shims/shims.ts";
export { shimsFor } from "./shims/shims-for.ts";
export { type Hooks, hookScript } from "./dockerfile/hook-layers.ts";
export { CERTIFICATE_VARIABLES, SYSTEM_BUNDLE } from "./dockerfile/certificate-layer.ts";
export { type Dockerfile, type ImageRecipe, makeDockerfile } from "./dockerfile/make-dockerfile.ts";
export { pinImages, pinnedImage } from "./pin-images.ts";
export { imageTag, recipeHash } from "./image-tag.ts";
export { missingPackage } from "./missing-package.ts";
