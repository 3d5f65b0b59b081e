import { describe, expect, it } from "vitest";
import { parseConfig } from "./parse-config.ts";
import { ConfigError } from "./problems/config-error.ts";

type Expected = readonly [place: string, path: string, part: string];
type Case = readonly [what: string, text: string | Uint8Array, ...issues: readonly Expected[]];

const CASES: readonly Case[] = [
  // The file as a whole
  ["a list at the top", "- name: x\n", ["1:1", "", "must be a mapping, not a list"]],
  ["a string at the top", "hello\n", ["1:1", "", "must be a mapping, not a string"]],
  ["a number at the top", "42\n", ["1:1", "", "must be a mapping, not a number"]],
  ["two documents", "name: a\n---\nname: b\n", ["2:1", "", "more than one YAML document"]],
  ["a NUL", "name: a\nenv: \0\n", ["2:6", "", "NUL"]],
  ["another control character", "name: a\u001B[31m\n", ["1:8", "", "U+001B"]],
  ["old Macintosh line ends", "name: a\rname: b\r", ["1:8", "", "carriage return"]],
  ["invalid UTF-8", bytes("name: é\nenv: {A: ", 0xff, "}"), ["2:10", "", "UTF-8"]],
  ["UTF-8 cut off in a letter", bytes("name: ", 0xe2, 0x82), ["1:7", "", "UTF-8"]],
  ["invalid UTF-8 behind a byte order mark", bytes(0xef, 0xbb, 0xbf, "name: ", 0xc0), ["1:7", "", "UTF-8"]],
  ["UTF-16", bytes(0xff, 0xfe, "n", 0, "a", 0), ["1:1", "", "UTF-8"]],
  ["a file of 10 MB", "a".repeat(10_000_000), ["1:1", "", "larger than 1024 KiB"]],
  ["a file of 10 MB in bytes", new Uint8Array(10_000_000), ["1:1", "", "larger than 1024 KiB"]],
  ["more than 1 MiB of UTF-8 in less letters", `# ${"€".repeat(400_000)}`, ["1:1", "", "larger than 1024 KiB"]],
  ["a million brackets", "[".repeat(1_000_000), ["1:50000", "", "too many values"]],
  ["a million dashes", "- ".repeat(500_000), ["1:50000", "", "too many values"]],
  ["half a million wrong escapes", `name: "${"\\z".repeat(500_000)}"`, ["1:7", "", "too many values"]],
  ["deep nesting", `env: ${"[".repeat(100)}${"]".repeat(100)}`, ["1:37", "", "nested more than 32 deep"]],
  [
    "deep nesting in blocks",
    lines(100, (level) => `${" ".repeat(level)}a:`),
    ["32:32", "", "nested more than 32 deep"],
  ],

  // YAML that is not allowed here
  ["a tab as indentation", "env:\n\tA: 1\n", ["2:1", "", "Tabs"]],
  ["an open list", "command: [a, b\n", ["2:1", "", "Flow sequence"]],
  ["an open string", 'name: "abc\n', ["2:1", "", "Missing closing"]],
  ["a wrong escape", 'command: ["\\q"]\n', ["1:12", "", "escape"]],
  ["a colon in a plain value", "name: a: b\n", ["1:7", "", "Nested mappings"]],
  ["a value that begins with a back-tick", "name: `a`\n", ["1:7", "", "Plain value cannot start with"]],
  ["wrong indentation", "env:\n  A: 1\n B: 2\n", ["3:1", "", "same column"]],
  ["a key without a colon", "name: a\ncommand\n", ["2:1", "", "Implicit"]],
  ["duplicate keys", "name: a\nname: b\n", ["2:1", "", 'The key "name" is given twice']],
  ["duplicate keys further down", "env:\n  A: 1\n  B: 2\n  A: 3\n", ["4:3", "", 'The key "A" is given twice']],
  ["duplicate keys, one quoted", "env: {A: 1, 'A': 2}\n", ["1:13", "", 'The key "A" is given twice']],
  ["a tag", "name: !!str a\n", ["1:7", "", "tags"]],
  ["a tag of one's own", "env:\n  A: !secret a\n", ["2:6", "", "tags"]],
  ["binary data", "env:\n  A: !!binary aGk=\n", ["2:6", "", "tags"]],
  ["a tag on a mapping", "env: !!map {A: 1}\n", ["1:6", "", "tags"]],
  ["a directive", "%YAML 1.1\n---\nname: a\n", ["1:1", "", "directives"]],
  ["an unknown alias", "name: *x\n", ["1:7", "", 'No anchor "&x"']],
  ["an alias above its anchor", "name: *x\nenv: {A: &x a}\n", ["1:7", "", 'No anchor "&x"']],
  ["an alias inside itself", "command: &c [a, *c]\n", ["1:17", "", "lies inside the value"]],
  ["a merge key", "env:\n  <<: {A: 1}\n", ["2:3", "", "Merge keys"]],
  [
    "an alias as key",
    "name: &n A\nenv: {*n : 1}\n",
    ["1:10", "name", '"A" is not a name'],
    ["2:7", "", "key must be a string"],
  ],
  ["a number as key", "env:\n  1: a\n", ["2:3", "", "key must be a string"]],
  ["a boolean as key", "true: a\n", ["1:1", "", "key must be a string"]],
  ["a list as key", "? [a]\n: b\n", ["1:3", "", "key must be a string"]],
  ["no key", "env: {: a}\n", ["1:7", "", "key must be a string"]],
  ["an escaped NUL", 'env:\n  A: "a\\0b"\n', ["2:6", "", "NUL"]],
  ["half a surrogate pair", 'env:\n  A: "\\uD800"\n', ["2:6", "", "surrogate"]],

  // Keys
  ["an unknown key", "comand: [a]\n", ["1:1", "comand", 'Unknown key "comand"']],
  [
    "a name of the prototype",
    "constructor: a\n__proto__: b\n",
    ["1:1", "constructor", "Unknown"],
    ["2:1", "__proto__", "Unknown"],
  ],
  ["a key with strange letters", '"a \u202E b": 1\n', ["1:1", '["a \uFFFD b"]', 'Unknown key "a \uFFFD b"']],
  ["an empty key", '"": 1\n', ["1:1", '[""]', 'Unknown key ""']],

  // Values
  ["a name with capitals", "name: Blue\n", ["1:7", "name", '"Blue" is not a name']],
  ["a name that is too long", `name: ${"a".repeat(64)}\n`, ["1:7", "name", "is not a name"]],
  ["an empty name", 'name: ""\n', ["1:7", "name", "cannot be empty"]],
  ["a name like an id", "name: run_0123456789ab\n", ["1:7", "name", "looks like the id"]],
  ["a name that is a number", "name: 12\n", ["1:7", "name", "must be a string, not a number"]],
  ["a command that is a string", "command: npm start\n", ["1:10", "command", "must be a list of strings"]],
  ["a number in a command", "command: [sleep, 60]\n", ["1:18", "command[1]", "must be a string, not a number"]],
  [
    "a boolean in a command",
    "command:\n  - echo\n  - true\n",
    ["3:5", "command[1]", "must be a string, not a boolean"],
  ],
  ["nothing in a command", "command:\n  - echo\n  -\n", ["2:3", "command[1]", "must be a string, not nothing"]],
  ["an empty program", 'command: [""]\n', ["1:11", "command[0]", "empty"]],
  ["a list of lists as command", "command: [[a]]\n", ["1:11", "command[0]", "must be a string, not a list"]],
  ["a mapping as command", "command: {a: b}\n", ["1:10", "command", "must be a list, not a mapping"]],
  ["a list as env", "env: [A=1]\n", ["1:6", "env", "must be a mapping, not a list"]],
  [
    "a name that no variable can have",
    "env:\n  A-B: 1\n",
    ["2:3", "env.A-B", "is not a name for an environment variable"],
  ],
  ["a reserved variable", "env: {MOAT_RUN_ID: a}\n", ["1:7", "env.MOAT_RUN_ID", "is reserved"]],
  ["a proxy variable", "env: {https_proxy: a}\n", ["1:7", "env.https_proxy", "is reserved"]],
  ["a variable without a value", "env:\n  A:\n  B: 1\n", ["2:3", "env.A", "has no value"]],
  ["a variable that is null", "env: {A: null}\n", ["1:10", "env.A", "has no value"]],
  ["a variable that is a list", "env: {A: [1]}\n", ["1:10", "env.A", "must be a string, not a list"]],
  ["a mapping as mounts", "mounts: {a: /b}\n", ["1:9", "mounts", "must be a list, not a mapping"]],
  ["a mount without a target", "mounts: [a]\n", ["1:10", "mounts[0]", "has no target"]],
  ["a mount with an empty source", 'mounts: [":/a"]\n', ["1:10", "mounts[0]", "has no source"]],
  ["a wrong mode", 'mounts: ["a:/b:readonly"]\n', ["1:10", "mounts[0]", 'not "readonly"']],
  ["a colon in a source", 'mounts: ["a:b:/c"]\n', ["1:10", "mounts[0]", "too many colons"]],
  ["a relative target", 'mounts: ["a:b"]\n', ["1:10", "mounts[0]", "is not absolute"]],
  ["a target with dots", 'mounts: ["a:/b/../c"]\n', ["1:10", "mounts[0]", "`..`"]],
  ["a mount over everything", 'mounts: ["a:/"]\n', ["1:10", "mounts[0]", "the root"]],
  ["a mount over the workspace", 'mounts: ["a:/workspace/"]\n', ["1:10", "mounts[0]", "taken by the workspace"]],
  ["a mount in /proc", 'mounts: ["a:/proc/x"]\n', ["1:10", "mounts[0]", "lies in /proc"]],
  ["a mount over /dev", 'mounts: ["a://dev/."]\n', ["1:10", "mounts[0]", "lies in /dev"]],
  ["two mounts on one target", 'mounts: ["a:/b", "c:/b/"]\n', ["1:18", "mounts[1]", "taken by `mounts[0]`"]],
  ["a long mount without a target", "mounts:\n  - source: a\n", ["2:5", "mounts[0]", "has no `target`"]],
  [
    "a long mount with a wrong key",
    "mounts:\n  - {source: a, target: /b, mod: ro}\n",
    ["2:29", "mounts[0].mod", 'Unknown key "mod"'],
  ],
  [
    "a long mount with a wrong mode",
    "mounts:\n  - {source: a, target: /b, mode: RO}\n",
    ["2:35", "mounts[0].mode", "must be `ro` or `rw`"],
  ],
  ["a mount that is a number", "mounts: [1]\n", ["1:10", "mounts[0]", "must be a string or a mapping"]],
  ["the port 0", "ports: {web: 0}\n", ["1:14", "ports.web", "from 1 to 65535, not 0"]],
  ["a port that is too high", "ports: {web: 99999}\n", ["1:14", "ports.web", "not 99999"]],
  ["half a port", "ports: {web: 80.5}\n", ["1:14", "ports.web", "not 80.5"]],
  ["a port that is no number", "ports: {web: .nan}\n", ["1:14", "ports.web", "not .nan"]],
  ["a port in quotes", 'ports: {web: "80"}\n', ["1:14", "ports.web", "not a string"]],
  ["a list as ports", "ports: [80]\n", ["1:8", "ports", "must be a mapping, not a list"]],
  ["one port twice", "ports: {a: 80, b: 80}\n", ["1:19", "ports.b", "is given by `ports.a` already"]],
  ["a wrong name for a port", "ports: {Web: 80}\n", ["1:9", "ports.Web", "is not a name for a port"]],
  ["yes as interactive", "interactive: yes\n", ["1:14", "interactive", "`true` or `false`"]],
  ["an unknown runtime", "runtime: podman\n", ["1:10", "runtime", "must be `docker` or `apple`"]],
  ["a wrong image", "base_image: Debian:latest\n", ["1:13", "base_image", "not the name of an image"]],
  ["an image with a blank", "base_image: debian latest\n", ["1:13", "base_image", "not the name of an image"]],
  ["an empty image", 'base_image: ""\n', ["1:13", "base_image", "empty"]],
  ["an unknown sandbox", "sandbox: off\n", ["1:10", "sandbox", "must be `none`"]],
  ["false as sandbox", "sandbox: false\n", ["1:10", "sandbox", 'must be `none`, not "false"']],
  ["a list as sandbox", "sandbox: [none]\n", ["1:10", "sandbox", "must be `none`, not a list"]],
];

describe("a malformed file", () => {
  it.each(CASES.map(([what, text, ...expected]) => ({ what, text, expected })))("$what", ({ text, expected }) => {
    const { issues } = failureOf(text);
    expect(issues.map((issue) => [`${issue.line}:${issue.column}`, issue.path])).toEqual(
      expected.map(([place, path]) => [place, path]),
    );
    for (const [index, [, , part]] of expected.entries()) expect(issues[index]?.message).toContain(part);
    for (const issue of issues) expect(issue.excerpt).toMatch(/^\d+ \| .*\n +\| .*\^+$/u);
  });

  it("whose aliases stand for billions of values is refused at once", () => {
    const levels = ["x0: &x0 [a, a, a, a, a, a, a, a, a, a]"];
    for (let level = 1; level < 10; level += 1)
      levels.push(
        `x${level}: &x${level} [${Array(10)
          .fill(`*x${level - 1}`)
          .join(", ")}]`,
      );
    const { issues } = failureOf(levels.join("\n"));
    expect(issues.some((issue) => issue.message.includes("stand for too many values"))).toBe(true);
  });
});

function failureOf(text: string | Uint8Array): ConfigError {
  try {
    parseConfig(text, { file: "agent.yaml" });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("The file was accepted.");
}

function bytes(...parts: readonly (string | number)[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap((part) => (typeof part === "number" ? [part] : [...new TextEncoder().encode(part)])),
  );
}

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}
