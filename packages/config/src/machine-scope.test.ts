import { describe, expect, it } from "vitest";
import { parseConfig } from "./parse-config.ts";
import { ConfigError } from "./problems/config-error.ts";
import { describeKeys } from "./schema/key-table.ts";

const parse = (text: string) => parseConfig(text, { file: "config.yaml", scope: "machine" });

function pathsRefused(text: string): readonly string[] {
  try {
    parse(text);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.issues.map(({ path }) => path);
    throw error;
  }
}

describe("the config.yaml of a machine", () => {
  it("may have what is true of every workspace", () => {
    const config = parse(
      "env: {A: b}\nmounts: [~/.cache:/c, /data:/d]\nruntime: docker\nbase_image: debian\ncontainer: {memory: 64}\n",
    );
    expect(config).toMatchObject({
      env: { A: "b" },
      runtime: "docker",
      baseImage: "debian",
      container: { memoryMb: 64 },
    });
  });

  it("cannot have what belongs to one workspace, the sandbox's switch before all; every problem at once", () => {
    const only = describeKeys().filter(({ path, workspaceOnly }) => workspaceOnly && !path.includes("."));
    expect(only.map(({ path }) => path)).toEqual([
      "name",
      "agent",
      "version",
      "command",
      "ports",
      "interactive",
      "dependencies",
      "hooks",
      "sandbox",
    ]);
    expect(pathsRefused(only.map(({ path }) => `${path}: x\n`).join(""))).toEqual(only.map(({ path }) => path));
    expect(pathsRefused("sandbox: none\nmounts: ['data:/d', {source: ./x, target: /e}]\nnmae: x\n")).toEqual([
      "sandbox",
      "mounts[0]",
      "mounts[1]",
      "nmae",
    ]);
    expect(pathsRefused("container: {ca_certificates: ca.pem}\n")).toEqual(["container.ca_certificates"]);
    expect(pathsRefused("container: {ca_certificates: ~/ca.pem}\n")).toEqual([]);
  });
});
