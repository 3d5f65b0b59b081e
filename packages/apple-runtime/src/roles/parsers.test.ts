import { describe, expect, it } from "vitest";
import { readImage } from "./find-image.ts";
import { readShelf } from "./shelf.ts";

const variant = (architecture: string, config: object) => ({
  platform: { architecture, os: "linux" },
  config: { config },
});
const image = (...variants: readonly object[]) =>
  JSON.stringify([{ configuration: { descriptor: { digest: "sha256:1" }, name: "x" }, id: "1", variants }]);

describe("what the program says of an image", () => {
  it("is read of the variant for this Mac; what is not there is empty", () => {
    const full = { Env: ["A=1"], Entrypoint: ["e"], Cmd: ["c"] };
    const text = image(variant("unknown", {}), variant("amd64", { Cmd: ["no"] }), variant("arm64", full));
    expect(readImage(text, "x")).toEqual({ id: "sha256:1", env: ["A=1"], entrypoint: ["e"], command: ["c"] });
    expect(readImage(image(variant("arm64", {})), "x")).toEqual({
      id: "sha256:1",
      env: [],
      entrypoint: [],
      command: [],
    });
    expect(readImage('[{"id":"2","variants":[{"platform":{"architecture":"arm64"}}]}]', "x").id).toBe("sha256:2");
  });

  it("is IMAGE_NOT_FOUND when there is no such variant, and an error when it makes no sense", () => {
    expect(() => readImage(image(variant("amd64", {})), "x")).toThrow(
      expect.objectContaining({ code: "IMAGE_NOT_FOUND" }),
    );
    expect(() => readImage("{}", "x")).toThrow(expect.objectContaining({ code: "ENGINE_FAILED" }));
  });
});

describe("what the program says of networks and volumes", () => {
  it("is read with its labels, whatever else is there", () => {
    const items = [
      { id: "a", configuration: { name: "a", labels: { k: "moat-base64url.eD15" } }, later: 1 },
      { id: "b" },
      7,
    ];
    expect(readShelf(JSON.stringify(items), "network")).toEqual([
      { id: "a", name: "a", labels: { k: "x=y" } },
      { id: "b", name: "b", labels: {} },
    ]);
    expect(() => readShelf("nothing", "volume")).toThrow(expect.objectContaining({ code: "ENGINE_FAILED" }));
  });
});
