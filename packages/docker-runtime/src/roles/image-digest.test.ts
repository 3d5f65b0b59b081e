import { describe, expect, it } from "vitest";
import { digestOf } from "./image-digest.ts";

const a = `sha256:${"a".repeat(64)}`;
const b = `sha256:${"b".repeat(64)}`;

describe("digestOf", () => {
  it.each([
    ["debian:bookworm-slim", [`debian@${a}`], a],
    ["debian", [`docker.io/library/debian@${a}`], a],
    ["docker.io/library/debian:12", [`debian@${a}`], a],
    ["localhost:5000/a/b:1", [`debian@${b}`, `localhost:5000/a/b@${a}`], a],
    ["debian:12", [`debian@${b}`, `debian@${a}`], a],
    [`debian@${b}`, [`debian@${a}`, `debian@${b}`], b],
    ["debian:12", [`ghcr.io/me/debian@${a}`], ""],
    ["mine:dev", [], ""],
  ])("of %s among %j is %j", (reference, known, expected) => {
    expect(digestOf(reference, known)).toBe(expected);
  });
});
