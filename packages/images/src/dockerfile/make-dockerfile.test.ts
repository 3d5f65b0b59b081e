import { describe, expect, it } from "vitest";
import { recipeHash } from "../image-tag.ts";
import { REGISTRY } from "../registry/registry-data.ts";
import { dockerfileOf } from "../testing/recipe-of.ts";

const PEM = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
const hooks = { postBuildRoot: "echo one\necho two", postBuild: "#!/usr/bin/env python\nprint('$HOME \"x\"')\n" };

describe("makeDockerfile", () => {
  it.each([
    ["debian", ["git", "jq", "ripgrep", "fd"], {}],
    ["agents", ["claude-code", "codex-cli", "typescript", "node@22"], {}],
    ["every-source", ["ruff", "go:golang.org/x/tools/gopls@v0.20.0", "pip:requests@2.32.5", "apt:zip@3.0-13"], {}],
    ["built-from-source", ["yq", "gopls@0.20.0", "git", "cargo:hexyl@0.17.0"], {}],
    ["java", ["apt:default-jre-headless"], { certificates: [PEM] }],
    ["certificates", ["git"], { certificates: [PEM] }],
    ["certificates-alone", [], { certificates: [PEM] }],
    ["hooks", [], { hooks }],
    ["hooks-of-root", [], { hooks, user: { uid: 0, gid: 0, name: "root" } }],
  ] as const)("writes %s", async (name, list, recipe) => {
    await expect(dockerfileOf(list, recipe).text).toMatchFileSnapshot(`../golden/${name}.Dockerfile`);
  });

  it("writes every entry of the registry", () => {
    for (const name of Object.keys(REGISTRY))
      expect(dockerfileOf([name]).text).toContain("FROM debian:bookworm-slim\n");
    expect(dockerfileOf(Object.keys(REGISTRY)).images).toEqual([
      "debian:bookworm-slim",
      "golang:1.25",
      "node:24-slim",
      "rust:1.96-slim",
    ]);
  });

  it("puts scripts into files, as they are", () => {
    const { files, text } = dockerfileOf([], { hooks });
    expect(files).toEqual([
      { path: "hooks/post_build_root", content: "#!/bin/bash\nset -eo pipefail\necho one\necho two\n", mode: 0o755 },
      { path: "hooks/post_build", content: hooks.postBuild, mode: 0o755 },
    ]);
    expect(text).not.toContain("echo one");
  });

  it.each([
    ["an npm package", ["npm:cowsay@1.6.0"]],
    ["an agent", ["codex-cli"]],
  ])("leaves every layer as it is, up to where %s is new", (_what, more) => {
    const before = dockerfileOf(["node", "git", "claude-code"]).text.trimEnd().split("\n");
    const after = dockerfileOf(["node", "git", "claude-code", ...more])
      .text.trimEnd()
      .split("\n");
    expect(after).toHaveLength(before.length + 1);
    const added = after.find((line) => !before.includes(line));
    expect(added).toMatch(/^RUN .*npm install/);
  });
});

describe("recipeHash", () => {
  const plain = recipeHash(dockerfileOf(["git"]));

  it("is the same for the same", () => {
    expect(recipeHash(dockerfileOf(["git"]))).toBe(plain);
  });

  it.each([
    ["a dependency", dockerfileOf(["git", "jq"])],
    ["the base image", dockerfileOf(["git"], { baseImage: "debian:trixie-slim" })],
    ["a certificate", dockerfileOf(["git"], { certificates: [PEM] })],
    ["a hook", dockerfileOf(["git"], { hooks: { postBuildRoot: "true", postBuild: "" } })],
    ["a mode", { ...dockerfileOf(["git"]), files: [{ path: "a", content: "b", mode: 0o644 }] }],
  ])("changes with %s", (_what, dockerfile) => {
    expect(recipeHash(dockerfile)).not.toBe(plain);
  });

  it("changes with one letter of a hook", () => {
    const [a, b] = ["echo a", "echo b"].map((postBuild) =>
      recipeHash(dockerfileOf([], { hooks: { postBuildRoot: "", postBuild } })),
    );
    expect(a).not.toBe(b);
  });
});
