import process from "node:process";
import { rootCertificates } from "node:tls";
import type { CallOptions, FileSpec } from "@moat/core";
import { SYSTEM_BUNDLE } from "@moat/images";
import type { RunPlan } from "../run-plan.ts";
import type { ReadyImage } from "./ready-image.ts";
import type { RunContext } from "./run-context.ts";

/**
 * What makes a container trust a plan's certificate authorities beside those of its image: the system's bundle with both. An image that was
 * built with them needs nothing; one without a bundle gets the usual authorities.
 */
export async function certificateFiles(
  context: RunContext,
  { build, certificates: { authorities } }: RunPlan,
  { reference, info }: ReadyImage,
  options: CallOptions,
): Promise<readonly FileSpec[]> {
  if (authorities.length === 0 || build.dockerfile !== "") return [];
  const usual = await bundleOf(context, reference, info.id, options);
  return [
    { path: SYSTEM_BUNDLE, kind: "file", content: `${usual}${authorities.join("")}`, mode: 0o644, uid: 0, gid: 0 },
  ];
}

/** Found once for each content and version of Node.js: what an image id stands for never changes. */
async function bundleOf(
  { cache, runtime }: RunContext,
  reference: string,
  id: string,
  options: CallOptions,
): Promise<string> {
  const key = `certificates-${id}-${process.version}`;
  const known = await cache.read(key);
  if (typeof known === "string") return known;
  const own = await runtime.images.readFile(reference, SYSTEM_BUNDLE, options);
  const bundle = own === "" ? `${rootCertificates.join("\n")}\n` : own;
  await cache.write(key, bundle);
  return bundle;
}
