import { createHash } from "node:crypto";
import type { Dockerfile } from "./dockerfile/make-dockerfile.ts";

/** Names a recipe by all that decides what is built: the bytes of the Dockerfile and of every file that it may copy. Pure. */
export function recipeHash({ text, files }: Dockerfile): string {
  const hash = createHash("sha256");
  // Lengths in front, so that no two recipes are the same bytes.
  for (const part of [
    "moat-image-1",
    text,
    ...files.flatMap(({ path, content, mode }) => [path, content, String(mode)]),
  ])
    hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.digest("hex");
}

/** The name of an image: its recipe, and the images it was built on as they were then. */
export function imageTag(recipe: string, baseIds: readonly string[]): string {
  const hash = createHash("sha256")
    .update([recipe, ...baseIds].join("\n"))
    .digest("hex");
  return `moat-image:${hash.slice(0, 32)}`;
}
