import { describe, expect, it } from "vitest";
import { splitReference } from "./pull-image.ts";

const digest = `sha256:${"a".repeat(64)}`;

describe("splitReference", () => {
  it.each([
    ["debian", "debian", "latest"],
    ["debian:bookworm-slim", "debian", "bookworm-slim"],
    ["localhost:5000/debian", "localhost:5000/debian", "latest"],
    ["localhost:5000/a/b:1.2", "localhost:5000/a/b", "1.2"],
    [`debian@${digest}`, `debian@${digest}`, ""],
    [`localhost:5000/debian:12@${digest}`, `localhost:5000/debian:12@${digest}`, ""],
    ["ghcr.io/o/i", "ghcr.io/o/i", "latest"],
  ])("splits %s", (reference, fromImage, tag) => {
    expect(splitReference(reference)).toEqual({ fromImage, tag });
  });
});
