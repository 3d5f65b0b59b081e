import { describe, expect, it } from "vitest";
import type { Config } from "./config.ts";
import { parseConfig } from "./parse-config.ts";
import { emptyConfig } from "./empty-config.ts";

const parse = (text: string | Uint8Array): Config => parseConfig(text, { file: "agent.yaml" });

const DEFAULTS = {
  name: "",
  command: [],
  env: {},
  mounts: [],
  ports: {},
  interactive: false,
  sandbox: "default",
  runtime: "",
  baseImage: "",
};

describe("parseConfig", () => {
  it("reads every key", () => {
    const config = parse(`
name: blue-otter
command: [npm, run, "start:dev"]
env: {NODE_ENV: development}
mounts:
  - ~/data:/data:ro
  - {source: "../a:b", target: /shared//x/., mode: rw}
ports: {web: 3000}
interactive: true
runtime: apple
base_image: registry.example:5000/team/app:1.2@sha256:${"0".repeat(64)}
sandbox: none
`);
    expect(config).toMatchObject({
      file: "agent.yaml",
      name: "blue-otter",
      command: ["npm", "run", "start:dev"],
      env: { NODE_ENV: "development" },
      mounts: [
        { source: "~/data", target: "/data", readOnly: true },
        { source: "../a:b", target: "/shared/x", readOnly: false },
      ],
      ports: { web: 3000 },
      interactive: true,
      runtime: "apple",
      baseImage: `registry.example:5000/team/app:1.2@sha256:${"0".repeat(64)}`,
      sandbox: "none",
    });
  });

  it.each([
    ["nothing", ""],
    ["comments", "# soon\n\n# more\n"],
    ["a byte order mark", "\uFEFF"],
    ["the start of a document", "---\n"],
    ["null", "~\n"],
    ["an empty mapping", "{}\n"],
    [
      "keys without values",
      "name:\ncommand:\nenv: ~\nmounts: null\nports:\ninteractive:\nruntime:\nbase_image:\nsandbox:\n",
    ],
    ["empty collections", "command: []\nenv: {}\nmounts: []\nports: {}\n"],
    ["an empty sandbox", 'sandbox: ""\n'],
  ])("takes the defaults from a file with %s", (_what, text) => {
    expect(parse(text)).toMatchObject(DEFAULTS);
  });

  it.each([
    ["NO", "NO"],
    ["yes", "yes"],
    ["true", "true"],
    ["True", "True"],
    ["1e3", "1e3"],
    ["0x10", "0x10"],
    ["0o17", "0o17"],
    ["017", "017"],
    ["1.0", "1.0"],
    ["+1", "+1"],
    [".inf", ".inf"],
    ["123456789012345678901234567890", "123456789012345678901234567890"],
    ["2026-01-31", "2026-01-31"],
    ["22:22", "22:22"],
    ['""', ""],
    ["'null'", "null"],
    ['"a\\tb"', "a\tb"],
    ["|\n    one\n    two\n", "one\ntwo\n"],
    [">-\n    one\n    two\n", "one two"],
    ["a # comment", "a"],
    ["https://example.com/#x", "https://example.com/#x"],
  ])("keeps the letters of the environment value %s", (written, value) => {
    expect(parse(`env:\n  A: ${written}\n`).env).toEqual({ A: value });
  });

  it("reads CRLF line ends, bytes and a byte order mark", () => {
    const text = "\uFEFFname: a\r\nenv:\r\n  A: |\r\n    one\r\n    two\r\n";
    for (const input of [text, new TextEncoder().encode(text)]) {
      expect(parse(input)).toMatchObject({ name: "a", env: { A: "one\ntwo\n" } });
    }
  });

  it("resolves aliases", () => {
    const { command, env } = parse("env: {A: &a same, B: *a}\ncommand: [echo, *a]\n");
    expect({ command, env }).toEqual({ command: ["echo", "same"], env: { A: "same", B: "same" } });
  });

  it("is not misled by names of the prototype", () => {
    const { env } = parse("env: {__proto__: a, constructor: b}\n");
    expect(Object.entries(env)).toEqual([
      ["__proto__", "a"],
      ["constructor", "b"],
    ]);
  });

  it("freezes everything", () => {
    const config = parse("env: {A: a}\nmounts: [a:/b]\ncommand: [a]\n");
    for (const part of [config, config.env, config.mounts, config.mounts[0], config.command]) {
      expect(Object.isFrozen(part)).toBe(true);
    }
  });

  it("knows what the file has, and where", () => {
    const config = parse("sandbox: none\nname:\nenv:\n  A: a\nmounts:\n  - a:/b\n  - {source: c, target: /d}\n");
    expect(["sandbox", "name", "env.A", "env.B", "mounts[1].source", "ports"].map((path) => config.has(path))).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
    expect(config.positionOf("mounts[0]")).toEqual({ line: 6, column: 5, excerpt: "6 |   - a:/b\n  |     ^^^^" });
    expect(config.positionOf("mounts[1].source")).toMatchObject({ line: 7, column: 14 });
    expect(config.positionOf("ports")).toBeUndefined();
  });
});

describe("emptyConfig", () => {
  it("has every default and no position", () => {
    const config = emptyConfig();
    expect(config).toMatchObject({ file: "", ...DEFAULTS });
    expect(config.has("sandbox")).toBe(false);
  });
});
