import { describe, expect, it } from "vitest";
import { pinImages, pinnedImage } from "./pin-images.ts";
import { dockerfileOf } from "./testing/recipe-of.ts";

const digest = `sha256:${"a".repeat(64)}`;

describe("pinnedImage", () => {
  it.each([
    ["debian:bookworm-slim", `debian@${digest}`],
    ["debian", `debian@${digest}`],
    ["localhost:5000/a/b", `localhost:5000/a/b@${digest}`],
    ["localhost:5000/a/b:1", `localhost:5000/a/b@${digest}`],
  ])("makes %s %s", (image, expected) => {
    expect(pinnedImage(image, digest)).toBe(expected);
    expect(pinnedImage(image, "")).toBe(image);
  });
});

describe("pinImages", () => {
  it("changes what a Dockerfile starts from, and nothing else", () => {
    const { text, images } = dockerfileOf(["node", "git"]);
    expect(images).toEqual(["debian:bookworm-slim", "node:24-slim"]);
    const pinned = pinImages(text, { "node:24-slim": digest });
    expect(pinned).toBe(text.replace("FROM node:24-slim AS node", `FROM node@${digest} AS node`));
    expect(pinImages(text, {})).toBe(text);
  });
});
