import { randomBytes } from "node:crypto";
import { type CallOptions, type ImageInfo, MoatError, isMoatError } from "@moat/core";
import { imageTag, missingPackage, pinImages } from "@moat/images";
import { LABELS } from "../run-labels.ts";
import type { RunPlan } from "../run-plan.ts";
import { builtKey, readBuilt } from "./built-note.ts";
import { type PulledImage, pullPlanned } from "./pull-planned.ts";
import type { ReadyImage } from "./ready-image.ts";
import type { RunContext } from "./run-context.ts";

/**
 * Makes sure that the engine has the image that a plan builds. One that was built here before costs one inspect. It is known by its recipe
 * and by the images it was built on, so that nothing else can be taken for it.
 */
export async function buildPlanned(
  context: RunContext,
  plan: RunPlan,
  engineId: string,
  options: CallOptions,
): Promise<ReadyImage> {
  const { runtime, cache } = context;
  const known = plan.rebuildFrom === "" ? readBuilt(await cache.read(builtKey(engineId, plan))) : undefined;
  const ready = known && (await inspected(context, known.tag, options));
  if (known !== undefined && ready !== undefined) return { reference: known.tag, info: ready, digests: known.digests };
  if (!runtime.capabilities.builds)
    await runtime.images.build({ ...EMPTY, tag: imageTag(plan.build.hash, []) }, options);
  const bases: PulledImage[] = [];
  for (const image of plan.build.images) {
    const base = await pullPlanned(context, plan, image, options);
    bases.push(base);
    if (bases.length === 1) await refuseOtherFamilies(context, plan, base.reference, options);
  }
  const tag = imageTag(
    plan.build.hash,
    bases.map(({ info }) => info.id),
  );
  const digests = Object.fromEntries(plan.build.images.map((image, index) => [image, bases[index]?.digest ?? ""]));
  const built = plan.rebuildFrom === "" ? await inspected(context, tag, options) : undefined;
  const info = built ?? (await build(context, plan, { tag, engineId, digests }, options));
  // Under what is known now as well: the next plan has the digests that this one was without.
  for (const key of new Set([builtKey(engineId, plan), builtKey(engineId, plan, digests)]))
    await cache.write(key, { tag, digests });
  return { reference: tag, info, digests };
}

const EMPTY = { dockerfile: "", files: [], args: {}, labels: {} };

interface BuildNames {
  readonly tag: string;
  readonly engineId: string;
  readonly digests: Readonly<Record<string, string>>;
}

async function build(
  { runtime, cache }: RunContext,
  { build: { dockerfile, files }, env, labels, rebuildFrom }: RunPlan,
  { tag, engineId, digests }: BuildNames,
  options: CallOptions,
): Promise<ImageInfo> {
  // Remembered for the builds to come: without it they would go back to the layers of before.
  const key = `rebuilt-${engineId}`;
  const before = readNonces(await cache.read(key));
  const nonce = randomBytes(6).toString("hex");
  const nonces = {
    deps: rebuildFrom === "base" || rebuildFrom === "deps" ? nonce : before.deps,
    hooks: rebuildFrom === "" ? before.hooks : nonce,
  };
  if (rebuildFrom !== "") await cache.write(key, nonces);
  const asked = runtime.images.build(
    {
      tag,
      dockerfile: pinImages(dockerfile, digests),
      files,
      args: {
        // Proxies are known to every build, and kept out of its history and its cache.
        ...Object.fromEntries(
          Object.entries(env).flatMap(([name, { value }]) => (/_proxy$/i.test(name) ? [[name, value]] : [])),
        ),
        REBUILD_DEPS: nonces.deps,
        ...(dockerfile.includes("REBUILD_HOOKS") ? { REBUILD_HOOKS: nonces.hooks } : {}),
      },
      labels: { [LABELS.installation]: labels[LABELS.installation] ?? "", [LABELS.role]: "image" },
    },
    options,
  );
  return await asked.catch((error: unknown) => {
    throw named(error);
  });
}

/** Names what does not exist, where that is why a build failed: the step is moat's own, and means nothing to who wrote a list. */
function named(error: unknown): unknown {
  if (!isMoatError(error, "IMAGE_BUILD_FAILED")) return error;
  const { output, step } = error.details;
  // What a hook installs is not in the list.
  const isHook = String(step).includes("/hooks/");
  const missing = Array.isArray(output) && !isHook ? missingPackage(output.map(String)) : "";
  if (missing === "") return error;
  return new MoatError("DEPENDENCY_NOT_FOUND", `${missing}, and the image was not built.`, {
    hint: `Correct dependencies of agent.yaml. ${error.hint}`,
    details: error.details,
    cause: error,
  });
}

/** What a Dockerfile of ours does on another system fails late, and says little. */
async function refuseOtherFamilies(
  { runtime }: RunContext,
  { image, build: { dependencies } }: RunPlan,
  reference: string,
  options: CallOptions,
): Promise<void> {
  if (dependencies.length === 0 || (await runtime.images.readFile(reference, "/etc/debian_version", options)) !== "")
    return;
  throw new MoatError(
    "BASE_IMAGE_UNSUITABLE",
    `The image ${image} is not of the Debian family, and dependencies cannot be installed in it.`,
    {
      hint: "Set base_image to an image that is made of Debian or Ubuntu, for instance debian:bookworm-slim; or leave out dependencies.",
      details: { image },
    },
  );
}

async function inspected(
  { runtime }: RunContext,
  reference: string,
  options: CallOptions,
): Promise<ImageInfo | undefined> {
  try {
    return await runtime.images.inspect(reference, options);
  } catch (error) {
    if (isMoatError(error, "IMAGE_NOT_FOUND")) return undefined;
    throw error;
  }
}

function readNonces(value: unknown): { readonly deps: string; readonly hooks: string } {
  const text = (name: string) => {
    const found: unknown = typeof value === "object" && value !== null ? Reflect.get(value, name) : "";
    return typeof found === "string" ? found : "";
  };
  return { deps: text("deps"), hooks: text("hooks") };
}
