import { assert, constantFrom, dictionary, property, string, stringMatching, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../problems/config-error.ts";
import { emptyLock } from "./empty-lock.ts";
import { formatLock } from "./format-lock.ts";
import type { LockContent } from "./lock.ts";
import { parseLock } from "./parse-lock.ts";

const digest = `sha256:${"0a".repeat(32)}`;
const file = "agent.lock";

function failureOf(text: string | Uint8Array): ConfigError | undefined {
  try {
    parseLock(text, { file });
    return undefined;
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

describe("parseLock", () => {
  it("reads what formatLock writes, sorted and with versions that stay text", () => {
    const content = {
      dependencies: { node: "24", go: "1.25", "claude-code": "2.1.328", x: "1.0.0-rc.1" },
      images: { "node:24-slim": digest, "debian:bookworm-slim": digest, "localhost:5000/a/b:1": digest },
    };
    const text = formatLock(content);
    expect(text).toBe(
      [
        "# Written by moat: keep it in version control. `moat deps update` renews what it says.",
        "version: 1",
        "dependencies:",
        "  claude-code: 2.1.328",
        '  go: "1.25"',
        '  node: "24"',
        '  x: "1.0.0-rc.1"',
        "images:",
        `  debian:bookworm-slim: ${digest}`,
        `  localhost:5000/a/b:1: ${digest}`,
        `  node:24-slim: ${digest}`,
        "",
      ].join("\n"),
    );
    expect(parseLock(text, { file })).toMatchObject({ file, ...content });
    expect(formatLock(emptyLock())).toBe(`${text.split("\n").slice(0, 2).join("\n")}\n`);
  });

  it("takes a version that somebody wrote without quotes by its letters, and tells where it stands", () => {
    const lock = parseLock("version: 1\ndependencies:\n  python: 3.10\n", { file });
    expect(lock.dependencies).toEqual({ python: "3.10" });
    expect(lock.positionOf("dependencies.python")).toMatchObject({ line: 3, column: 11 });
    expect(lock.positionOf("dependencies.node")).toBeUndefined();
  });

  it.each<[string, string, RegExp]>([
    ["an empty file", "", /has no `version`/],
    ["no version", "dependencies: {}", /has no `version`/],
    ["a newer version", "version: 2", /agent\.lock:1:10: This moat reads locks of version 1, not 2/],
    ["a version that is text", 'version: "1"', /must be the number 1/],
    ["a list", "- 1", /must be a mapping/],
    ["an unknown key", "version: 1\nother: 1", /:2:1: Unknown key "other"/],
    ["what a merge has left", "version: 1\n<<<<<<< ours\ndependencies: {}\n=======\n>>>>>>> theirs\n", /^agent\.lock/],
    ["a range", "version: 1\ndependencies: {node: ^24}", /"\^24" is not an exact version/],
    ["a tag", "version: 1\ndependencies: {node: latest}", /"latest" is not an exact version/],
    ["a command", "version: 1\ndependencies: {node: '24 && reboot'}", /is not an exact version/],
    ["a long version", `version: 1\ndependencies: {node: 1${"a".repeat(300)}}`, /is not an exact version/],
    ["an evil version", `version: 1\ndependencies: {node: '1${"a".repeat(90)}!'}`, /is not an exact version/],
    ["a name with a prefix", "version: 1\ndependencies: {'npm:x': 1.0.0}", /is not the name of a dependency/],
    ["a prototype", "version: 1\ndependencies: {__proto__: 1.0.0}", /is not the name of a dependency/],
    ["a short digest", "version: 1\nimages: {debian: 'sha256:ab'}", /is not a digest/],
    ["another hash", `version: 1\nimages: {debian: 'md5:${"0".repeat(32)}'}`, /is not a digest/],
    ["an image with a digest", `version: 1\nimages: {'debian@${digest}': '${digest}'}`, /is not the name of an image/],
    ["a line in a name", `version: 1\nimages: {"debian\\nRUN x": '${digest}'}`, /is not the name of an image/],
    ["a key twice", "version: 1\ndependencies: {node: 24, node: 22}", /node/],
  ])("refuses %s", (_title, text, expected) => {
    const failure = failureOf(text);
    expect(failure?.code).toBe("LOCK_INVALID");
    expect(failure?.message).toMatch(expected);
    expect(failure?.hint).toContain("Take agent.lock from version control again, or remove it");
  });

  it("tells all problems of a file at once", () => {
    const failure = failureOf("version: 3\ndependencies: {A: 1.0.0}\nimages: {b: c}\n");
    expect(failure?.issues.map(({ line, code }) => [line, code])).toEqual([
      [1, "LOCK_INVALID"],
      [2, "LOCK_INVALID"],
      [3, "LOCK_INVALID"],
    ]);
  });

  it("throws nothing but its own error, whatever the bytes", () => {
    assert(property(uint8Array({ maxLength: 200 }), (bytes) => void failureOf(bytes)));
    assert(property(string(), (text) => void failureOf(`version: 1\ndependencies: ${text}`)));
  });

  it("reads every content that moat can write", () => {
    const names = stringMatching(/^[a-z0-9]{1,8}(?:-[a-z0-9]{1,8})?$/);
    const versions = stringMatching(/^[0-9]{1,3}(?:\.[0-9]{1,3}){0,3}(?:-rc\.1)?$/);
    const images = dictionary(constantFrom("debian", "a:1", "localhost:5000/x", "ghcr.io/a/b:c"), constantFrom(digest));
    assert(
      property(dictionary(names, versions), images, (dependencies, some) => {
        const content: LockContent = { dependencies: { ...dependencies }, images: { ...some } };
        expect(parseLock(formatLock(content), { file })).toMatchObject(content);
      }),
    );
  });
});
