import { createHash } from "node:crypto";
import { type ImageBuild, MoatError } from "@moat/core";
import { findImage } from "./find-image.ts";
import type { InMemoryImage } from "./in-memory-options.ts";

/** Does what a build without `RUN` would: `FROM`, `COPY` of one file, `ENV` of one variable. A `RUN` has no effect, unless it is `RUN false`. */
export function buildInMemory(
  { tag, dockerfile, files, args, labels }: ImageBuild,
  images: ReadonlyMap<string, InMemoryImage>,
  onStep: (step: string) => void,
): InMemoryImage {
  const lines = dockerfile.split("\n").filter((line) => line.trim() !== "");
  const content = JSON.stringify([dockerfile, files, args, labels]);
  let image: InMemoryImage = {};
  for (const [index, line] of lines.entries()) {
    const step = `${index + 1}/${lines.length} ${line}`;
    onStep(step);
    const [instruction = "", first = "", second = ""] = line.split(/\s+/);
    const source = files.find(({ path }) => path === first);
    if (instruction === "FROM") image = findImage(images, first) ?? failed(tag, step, `${first} is not there`);
    if (instruction === "COPY" && !first.startsWith("--"))
      image = {
        ...image,
        files: { ...image.files, [second]: source?.content ?? failed(tag, step, `${first} is not there`) },
      };
    if (instruction === "ENV") {
      const [name = "", value = ""] = first.split("=");
      image = { ...image, env: { ...image.env, [name]: value } };
    }
    if (instruction === "RUN" && first === "false") failed(tag, step, "it ended with exit code 1");
  }
  return { ...image, digest: "", id: `sha256:${createHash("sha256").update(content).digest("hex")}` };
}

function failed(tag: string, step: string, why: string): never {
  throw new MoatError("IMAGE_BUILD_FAILED", `The step ${JSON.stringify(step)} of the image's build failed: ${why}.`, {
    details: { tag, step, output: [] },
  });
}
