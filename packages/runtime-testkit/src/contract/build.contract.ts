import type { ImageBuild } from "@moat/core";
import { describe, expect } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { moatError, outcomeOf } from "./moat-error.ts";
import { within } from "./until.ts";

/** `images.build` and `images.remove`. */
export function buildContract(session: ContractSession): void {
  const tagged = async (test: (tag: string) => Promise<void>) => {
    const tag = `${session.name()}:1`;
    try {
      await test(tag);
    } finally {
      await session.runtime.images.remove(tag);
    }
  };
  const from = (tag: string, lines: readonly string[], given: Partial<ImageBuild> = {}): ImageBuild => ({
    tag,
    dockerfile: `${[`FROM ${session.subject.image}`, ...lines].join("\n")}\n`,
    files: [],
    args: {},
    labels: session.labels,
    ...given,
  });

  describe("images.build", () => {
    session.itNeeds("builds", "makes an image of the files of its context, and names it", () =>
      tagged(async (tag) => {
        const { images } = session.runtime;
        const files = [{ path: "dir/greeting", content: "hello $HOME 'x'\n", mode: 0o644 }];
        const built = await images.build(from(tag, ["COPY dir/greeting /greeting", "ENV MOOD=good"], { files }));
        expect(built).toEqual(await images.inspect(tag));
        expect(built.env["MOOD"]).toBe("good");
        expect(built.id).not.toBe((await images.inspect(session.subject.image)).id);
        expect(await images.readFile(tag, "/greeting")).toBe("hello $HOME 'x'\n");
      }),
    );

    session.itNeeds("builds", "leaves the name as it was when a step fails", () =>
      tagged(async (tag) => {
        const { images } = session.runtime;
        const broken = from(tag, ["COPY missing /missing"]);
        await expect(images.build(broken)).rejects.toEqual(moatError("IMAGE_BUILD_FAILED"));
        expect(await outcomeOf(images.inspect(tag))).toBe("IMAGE_NOT_FOUND");
        const { id } = await images.build(from(tag, ["ENV A=b"]));
        await expect(images.build(broken)).rejects.toEqual(moatError("IMAGE_BUILD_FAILED"));
        expect((await images.inspect(tag)).id).toBe(id);
      }),
    );

    session.itNeeds("builds", "remove takes a name away, again and again", () =>
      tagged(async (tag) => {
        const { images } = session.runtime;
        await images.build(from(tag, ["ENV A=b"]));
        await images.remove(tag);
        await images.remove(tag);
        expect(await outcomeOf(images.inspect(tag))).toBe("IMAGE_NOT_FOUND");
      }),
    );

    session.onPosix("steps of a build that run", () => {
      session.itNeeds("builds", "runs steps, with arguments, and with a cache where the builder has one", () =>
        tagged(async (tag) => {
          const run = "RUN --mount=type=cache,target=/var/cache/contract,sharing=locked echo $WORD >/made";
          await session.runtime.images.build(from(tag, ['ARG WORD=""', run], { args: { WORD: "given" } }));
          expect(await session.runtime.images.readFile(tag, "/made")).toBe("given\n");
        }),
      );

      session.itNeeds("builds", "tells the step that failed, and what it said last", () =>
        tagged(async (tag) => {
          const build = from(tag, ["RUN true", "RUN echo told you so; exit 7"]);
          const error: unknown = await session.runtime.images.build(build).catch((caught: unknown) => caught);
          expect(error).toMatchObject({
            code: "IMAGE_BUILD_FAILED",
            message: expect.stringMatching(/echo told you so.*exit code 7/),
            details: { output: expect.arrayContaining(["told you so"]) },
          });
        }),
      );

      session.itNeeds("builds", "stops when it is aborted, and names nothing", () =>
        tagged(async (tag) => {
          const abort = new AbortController();
          const build = session.runtime.images.build(from(tag, ["RUN sleep 600"]), { signal: abort.signal });
          setTimeout(() => abort.abort(), 1000);
          expect(await within(20_000, "the aborted build", outcomeOf(build))).toBe("CANCELED");
          expect(await outcomeOf(session.runtime.images.inspect(tag))).toBe("IMAGE_NOT_FOUND");
        }),
      );
    });
  });
}
