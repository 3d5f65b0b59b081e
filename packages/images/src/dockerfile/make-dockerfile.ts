import type { ResolvedDependency } from "../dependencies/resolve-dependencies.ts";
import { certificateLayer } from "./certificate-layer.ts";
import type { BuildFile } from "@moat/core";
import { type Hooks, hookLayers } from "./hook-layers.ts";
import { debianLayer, imageLayers, packageLayers, stagesOf } from "./dependency-layers.ts";

/** What an image is made of. */
export interface ImageRecipe {
  /** The image that it starts from, of the Debian family. */
  readonly baseImage: string;
  /** As {@link resolveDependencies} has ordered them. */
  readonly dependencies: readonly ResolvedDependency[];
  /** Certificate authorities beside the usual ones, as PEM. */
  readonly certificates: readonly string[];
  readonly hooks: Hooks;
  /** Who `post_build` runs as. */
  readonly user: { readonly uid: number; readonly gid: number; readonly name: string };
}

/** A Dockerfile, what it copies, and the images that it starts from or takes files of. */
export interface Dockerfile {
  readonly text: string;
  readonly files: readonly BuildFile[];
  /** The base image first. */
  readonly images: readonly string[];
}

/**
 * Writes a recipe as a Dockerfile, in layers that change ever more often: base, certificates, Debian's packages, runtimes, tools, agents,
 * hooks. Equal recipes give equal bytes. Pure.
 *
 * `RUN --mount=type=cache` is a wish: a builder without caches leaves it out, and what is written works all the same.
 */
export function makeDockerfile(recipe: ImageRecipe): Dockerfile {
  const { baseImage, dependencies, certificates, hooks, user } = recipe;
  const stages = stagesOf(dependencies);
  const certificate = certificateLayer(certificates);
  const hook = hookLayers(hooks, user);
  const lines = [
    ...stages.map(({ image, stage }) => `FROM ${image} AS ${stage}`),
    `FROM ${baseImage}`,
    ...certificate.lines,
    // Another value than before builds what follows anew; see `--rebuild-from`.
    'ARG REBUILD_DEPS=""',
    ...debianLayer(dependencies, { hasCertificates: certificates.length > 0 }),
    ...imageLayers(dependencies, stages),
    ...packageLayers(dependencies),
    ...hook.lines,
  ];
  return {
    text: `${lines.join("\n")}\n`,
    files: [...certificate.files, ...hook.files],
    images: [baseImage, ...stages.map(({ image }) => image)],
  };
}
