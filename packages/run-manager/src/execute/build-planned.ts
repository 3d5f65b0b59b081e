import { randomBytes } from "node:crypto";
import { type CallOptions, type ImageInfo, MoatError, isMoatError } from "@moat/core";
import { imageTag } from "@moat/images";
import { LABELS } from "../run-labels.ts";
import type { RunPlan } from "../run-plan.ts";
import type { ReadyImage } from "./ensure-image.ts";
import { pullUnlessThere } from "./pull-unless-there.ts";
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
  const key = `image-${engineId}-${plan.build.hash}`;
  const known = plan.rebuildFrom === "" ? await cache.read(key) : undefined;
  const ready = typeof known === "string" ? await inspected(context, known, options) : undefined;
  if (ready !== undefined) return ready;
  if (!runtime.capabilities.builds)
    await runtime.images.build({ ...EMPTY, tag: imageTag(plan.build.hash, []) }, options);
  const bases: ImageInfo[] = [];
  for (const image of plan.build.images) {
    bases.push(await pullUnlessThere(context, image, { ...options, again: plan.rebuildFrom === "base" }));
    if (bases.length === 1) await refuseOtherFamilies(context, plan, options);
  }
  const tag = imageTag(
    plan.build.hash,
    bases.map(({ id }) => id),
  );
  const built = plan.rebuildFrom === "" ? await inspected(context, tag, options) : undefined;
  const image = built ?? { reference: tag, info: await build(context, plan, { tag, engineId }, options) };
  await cache.write(key, tag);
  return image;
}

const EMPTY = { dockerfile: "", files: [], args: {}, labels: {} };

async function build(
  { runtime, cache }: RunContext,
  { build: { dockerfile, files }, env, labels, rebuildFrom }: RunPlan,
  { tag, engineId }: { readonly tag: string; readonly engineId: string },
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
  return await runtime.images.build(
    {
      tag,
      dockerfile,
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
}

/** What a Dockerfile of ours does on another system fails late, and says little. */
async function refuseOtherFamilies(
  { runtime }: RunContext,
  { image, build: { dependencies } }: RunPlan,
  options: CallOptions,
): Promise<void> {
  if (dependencies.length === 0 || (await runtime.images.readFile(image, "/etc/debian_version", options)) !== "")
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
): Promise<ReadyImage | undefined> {
  try {
    return { reference, info: await runtime.images.inspect(reference, options) };
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
