import { type ImageRole, MoatError, silentDiagnostics } from "@moat/core";

import { buildInMemory } from "./build-in-memory.ts";
import type { EngineState } from "./engine-state.ts";
import { findImage } from "./find-image.ts";

const SIZE_BYTES = 1_000_000;

/** The role `images` over an in-memory engine. */
export function inMemoryImages(engine: EngineState): ImageRole {
  const { diagnostics = silentDiagnostics, pullable = {} } = engine.options;
  return {
    async inspect(reference, options) {
      await engine.enter("images.inspect", options);
      return engine.image(reference);
    },

    async pull(reference, options) {
      await engine.enter("images.pull", options);
      const image = findImage(new Map(Object.entries(pullable)), reference);
      if (image === undefined) throw new MoatError("IMAGE_NOT_FOUND", `The registry has no image ${reference}.`);
      const progress = {
        operation: "pull",
        subject: reference,
        status: "Downloading",
        totalBytes: SIZE_BYTES,
      } as const;
      diagnostics.progress({ ...progress, currentBytes: 0 });
      diagnostics.progress({ ...progress, currentBytes: SIZE_BYTES });
      engine.images.set(reference, image);
    },

    async build(build, options) {
      await engine.enter("images.build", options);
      engine.need("builds");
      const subject = build.tag;
      const image = buildInMemory(build, engine.images, (status) =>
        diagnostics.progress({ operation: "build", subject, status, currentBytes: 0, totalBytes: 0 }),
      );
      engine.images.set(build.tag, image);
      return engine.image(build.tag);
    },

    async remove(reference, options) {
      await engine.enter("images.remove", options);
      engine.need("builds");
      engine.images.delete(reference);
    },

    async readFile(reference, path, options) {
      await engine.enter("images.readFile", options);
      engine.image(reference);
      const files = findImage(engine.images, reference)?.files ?? {};
      return Object.hasOwn(files, path) ? (files[path] ?? "") : "";
    },
  };
}
