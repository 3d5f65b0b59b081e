import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { renderRegistry } from "../testing/render-registry.ts";
import { readRegistry } from "./read-registry.ts";

describe("the registry", () => {
  it("is what registry.yaml says; if not: pnpm docs:deps", async () => {
    const yaml = await readFile(join(import.meta.dirname, "../../registry.yaml"), "utf8");
    const shipped = await readFile(join(import.meta.dirname, "registry-data.ts"), "utf8");
    expect(renderRegistry(yaml)).toBe(shipped);
  });
});

describe("readRegistry", () => {
  const git = { kind: "tool", doc: "Git.", apt: { packages: ["git"] }, check: ["git", "--version"] };

  it("reads an entry", () => {
    expect(readRegistry({ git })).toMatchObject({ git: { name: "git", defaultVersion: "", versions: [] } });
  });

  it.each([
    ["an unknown key", { git: { ...git, sha: "0" } }, "unknown key sha"],
    ["two sources", { git: { ...git, npm: "git" } }, "2 sources"],
    ["no source", { git: { ...git, apt: undefined } }, "0 sources"],
    ["a requirement that is no entry", { git: { ...git, requires: ["perl"] } }, "perl, which is no entry"],
    ["a member that is no entry", { all: { kind: "group", doc: "All.", of: ["git"] } }, "git, which is no entry"],
    ["no version of an npm package", { yarn: { ...git, apt: undefined, npm: "yarn" } }, "no default version"],
    [
      "half a version of a program in Go",
      { yq: { ...git, apt: undefined, go: "a.b/c", default: "4.5" } },
      "no whole default",
    ],
    ["a crate without a name", { yq: { ...git, apt: undefined, cargo: "", default: "4.5.0" } }, "has no package"],
    ["a version that Debian decides", { git: { ...git, default: "2.39" } }, "Debian or its members decide"],
    ["a default that is not offered", { git: { ...git, versions: ["1"], default: "2" } }, "its own default version"],
    ["no doc", { git: { ...git, doc: "" } }, "no doc"],
    ["a kind of its own", { git: { ...git, kind: "thing" } }, "no kind"],
    ["no check", { git: { ...git, check: [] } }, "no check"],
    [
      "an image without a tag",
      { git: { ...git, apt: undefined, image: { name: "git" }, default: "1" } },
      "without a tag",
    ],
    ["a strange name", { "Git!": git }, "is no name"],
  ])("refuses %s", (_what, value, problem) => {
    expect(() => readRegistry(value)).toThrow(problem);
  });
});
