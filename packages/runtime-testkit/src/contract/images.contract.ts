import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { moatError } from "./moat-error.ts";

/** `images`. */
export function imagesContract(session: ContractSession): void {
  describe("images", () => {
    it("inspect tells what an image is, the same every time", async () => {
      const info = await session.runtime.images.inspect(session.subject.image);
      expect(info.id).not.toBe("");
      expect(info.digest).toMatch(/^(?:sha256:[0-9a-f]{64})?$/);
      expect(info.command).toBeInstanceOf(Array);
      for (const [name, value] of Object.entries(info.env)) {
        expect(name).not.toMatch(/^$|=/);
        expect(value).toBeTypeOf("string");
      }
      expect(await session.runtime.images.inspect(session.subject.image)).toEqual(info);
    });

    it("inspect and readFile throw IMAGE_NOT_FOUND", async () => {
      const { images } = session.runtime;
      await expect(images.inspect(session.subject.missingImage)).rejects.toEqual(moatError("IMAGE_NOT_FOUND"));
      await expect(images.readFile(session.subject.missingImage, "/etc/passwd")).rejects.toEqual(
        moatError("IMAGE_NOT_FOUND"),
      );
    });

    it("readFile returns the empty string when the image has no such file, and leaves nothing", async () => {
      expect(await session.runtime.images.readFile(session.subject.image, "/no/such/file")).toBe("");
      expect(await session.names()).toEqual([]);
    });

    session.onPosix("readFile against what a container sees", () => {
      it("readFile returns what a container of the image sees", async () => {
        const { stdout } = await session.run({ command: ["cat", "/etc/passwd"] });
        expect(await session.runtime.images.readFile(session.subject.image, "/etc/passwd")).toBe(stdout.toString());
        expect(stdout.toString()).toContain("root:");
      });
    });

    const { registry } = session.subject;
    if (registry === undefined) {
      session.notRun("images.pull", "the subject names no registry");
      return;
    }

    it("pull fetches an image, and one that is there already", async () => {
      await session.runtime.images.pull(registry.pullable);
      const { id } = await session.runtime.images.inspect(registry.pullable);
      await session.runtime.images.pull(registry.pullable);
      expect((await session.runtime.images.inspect(registry.pullable)).id).toBe(id);
    });

    it("pull throws IMAGE_NOT_FOUND when the registry has no such image", async () => {
      await expect(session.runtime.images.pull(registry.missing)).rejects.toEqual(moatError("IMAGE_NOT_FOUND"));
    });

    if (!registry.hasDigests) {
      session.notRun("images by their digests", "the runtime tells none");
      return;
    }

    it("what was pulled is known by its digest, and can be asked for by that", async () => {
      const { images } = session.runtime;
      await images.pull(registry.pullable);
      const { id, digest } = await images.inspect(registry.pullable);
      const pinned = `${registry.pullable.replace(/:[^:/]*$/, "")}@${digest}`;
      await images.pull(pinned);
      expect(await images.inspect(pinned)).toMatchObject({ id, digest });
    });
  });
}
