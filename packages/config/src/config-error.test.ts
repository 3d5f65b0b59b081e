import { isMoatError } from "@moat/core";
import { describe, expect, it } from "vitest";
import { parseConfig } from "./parse-config.ts";
import { ConfigError } from "./problems/config-error.ts";
import { formatIssue } from "./problems/format-issue.ts";

function failureOf(text: string, file = "agent.yaml"): ConfigError {
  try {
    parseConfig(text, { file });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("The file was accepted.");
}

describe("ConfigError", () => {
  it("tells every problem, in the order of the file", () => {
    const error = failureOf('prots: {}\nports: {web: 0}\ncomand: [a]\nmounts: ["a:/b:rx"]\n');
    expect(isMoatError(error, "CONFIG_INVALID")).toBe(true);
    expect(error.message).toBe("agent.yaml has 4 problems.");
    expect(error.issues.map((issue) => issue.line)).toEqual([1, 2, 3, 4]);
    expect(error.hint).toBe(error.issues.map(formatIssue).join("\n\n"));
    expect(error.details).toEqual({ file: "agent.yaml", issues: error.issues });
  });

  it("speaks of one problem as one", () => {
    const { message, hint } = failureOf("comand: []\n");
    expect(message).toBe('agent.yaml:1:1: Unknown key "comand".');
    expect(hint).toBe("1 | comand: []\n  | ^^^^^^\nDid you mean `command`?");
  });

  it("shows the line, the caret and the hint", () => {
    const [issue] = failureOf("name: a\ncomand: [a]\n").issues;
    expect(issue && formatIssue(issue)).toBe(
      ['agent.yaml:2:1: Unknown key "comand".', "  2 | comand: [a]", "    | ^^^^^^", "  Did you mean `command`?"].join(
        "\n",
      ),
    );
  });

  it("puts the caret under the value behind wide and combined letters", () => {
    const [issue] = failureOf('env: {A: "日本e\u0301", "B-": 1}\n').issues;
    expect(issue).toMatchObject({ column: 18 });
    expect(issue?.excerpt.split("\n")[1]).toBe(`  | ${" ".repeat(18)}^^^^`);
  });

  it("cuts long lines around the problem", () => {
    const [issue] = failureOf(`{env: {A: ${"a".repeat(500)}}, comand: ${"b".repeat(500)}}\n`).issues;
    expect(issue?.column).toBe(514);
    expect(issue?.excerpt).toMatch(/^1 \| …a+\}, comand: b+…\n {2}\| {62}\^{6}$/);
  });

  it("lets nothing of the file reach the terminal that moves its cursor", () => {
    const { message, hint } = failureOf('"\\e[2J\\u202e": 1\n# \u009B2J\n', "a\u001B[2J.yaml");
    // oxlint-disable-next-line no-control-regex -- that is what must not be there.
    expect(message + hint).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
  });

  it("shows fifty problems and counts the rest", () => {
    const error = failureOf(Array.from({ length: 60 }, (_, index) => `key${index}: 1`).join("\n"));
    expect(error.issues).toHaveLength(60);
    expect(error.hint).toMatch(/\n\n\.\.\. and 10 more\.$/);
  });
});

describe("a reserved key", () => {
  it.each("grants secrets network claude codex gemini mcp snapshots tracing workspace volumes services".split(" "))(
    "%s is refused, not ignored",
    (key) => {
      const error = failureOf(`name: a\n${key}: {anything: [1, 2]}\n`);
      expect(error.code).toBe("CONFIG_KEY_UNSUPPORTED");
      expect(error.issues).toMatchObject([{ code: "CONFIG_KEY_UNSUPPORTED", path: key, line: 2, column: 1 }]);
    },
  );

  it("is refused without a value, and further down", () => {
    expect(failureOf("network:\n").code).toBe("CONFIG_KEY_UNSUPPORTED");
    const error = failureOf("mounts: [{source: a, target: /b, exclude: [c]}]\n");
    expect(error).toMatchObject({
      code: "CONFIG_KEY_UNSUPPORTED",
      issues: [{ path: "mounts[0].exclude", column: 34 }],
    });
    expect(failureOf("container:\n  memory: 512\n  apple: {builder_dns: [1.1.1.1]}\n")).toMatchObject({
      code: "CONFIG_KEY_UNSUPPORTED",
      issues: [{ path: "container.apple", line: 3, column: 3 }],
    });
    expect(failureOf("container: {ulimits: {cpu: {soft: 1, hard: 1}}}\n").issues).toMatchObject([
      { code: "CONFIG_KEY_UNSUPPORTED", path: "container.ulimits.cpu" },
    ]);
  });

  it("does not hide that the file is invalid", () => {
    expect(failureOf("network: {}\nname: A\n").code).toBe("CONFIG_INVALID");
  });
});

describe("the mapping form of runtime", () => {
  it("is answered with what to write instead", () => {
    const [issue] = failureOf('runtime:\n  node: 20\n  python: 3.10\n  go: "1.25"\n').issues;
    expect(issue).toMatchObject({ path: "runtime", line: 2 });
    expect(issue?.hint).toContain("dependencies:\n  - node@20\n  - python@3.10\n  - go@1.25");
  });
});

describe("did you mean", () => {
  it.each([
    ["comand: []", "command"],
    ["baseImage: a", "base_image"],
    ["base-image: a", "base_image"],
    ["environment: {}", "env"],
    ["mount: []", "mounts"],
    ["port: {}", "ports"],
    ["intractive: true", "interactive"],
    ["sandobx: none", "sandbox"],
    ["netwrok: {}", "network"],
    ["sandbox: nnoe", "none"],
    ["runtime: dokcer", "docker"],
  ])("answers %s with %s", (text, meant) => {
    expect(failureOf(text).hint).toContain(`Did you mean \`${meant}\`?`);
  });

  it("does not guess when nothing is near", () => {
    expect(failureOf("zebra: 1").hint).toContain("Use one of `name`, `agent`");
  });
});
