import { describe, expect, it } from "vitest";
import { sampleRepository } from "../sample-repository.ts";
import { commandExamples } from "./command-examples.ts";
import { commandSize } from "./command-size.ts";
import { errorCodesTested } from "./error-codes-tested.ts";
import { fileSize } from "./file-size.ts";
import { machinePaths } from "./machine-paths.ts";
import { processPorts } from "./process-ports.ts";
import { unfocusedTests } from "./unfocused-tests.ts";

const lines = (count: number) => "x\n".repeat(count);

describe("fileSize", () => {
  it("counts lines of sources and of scripts without an ending, and no others", async () => {
    const files = {
      "packages/a/src/short.ts": lines(300),
      "packages/a/src/long.ts": lines(301),
      "scripts/tool": `#!/bin/sh\n${lines(300)}`,
      "docs/long.md": lines(1000),
    };
    const found = await fileSize.run(sampleRepository({ files }));
    expect(found.map(({ file }) => file)).toEqual(["packages/a/src/long.ts", "scripts/tool"]);
  });
});

// Put together here, so that the checks do not find their own tests.
const using = (word: string) => `  it.${word}("works", () => {});`;
const MODULE = "child_process";

describe("unfocusedTests", () => {
  it.each(["only", "skip", "todo"])("finds .%s, with its line", async (word) => {
    const files = { "a.test.ts": `import {} from "vitest";\n${using(word)}\n` };
    expect(await unfocusedTests.run(sampleRepository({ files }))).toEqual([
      { file: "a.test.ts", line: 2, message: `has a test with .${word}: run it, mend it or remove it.` },
    ]);
  });

  it("finds them behind other modifiers, and leaves alike words alone", async () => {
    const files = {
      "a.test.ts": `${using("concurrent.only")}\nconst only = list.only(1); audit.skip(1); describe("only", f);\n`,
    };
    expect(await unfocusedTests.run(sampleRepository({ files }))).toHaveLength(1);
  });
});

describe("processPorts", () => {
  it.each([
    `import { spawn } from "node:${MODULE}";`,
    `import cp from '${MODULE}';`,
    `const cp = await import("node:${MODULE}");`,
    `const cp = require("${MODULE}");`,
  ])("finds %s", async (line) => {
    expect(await processPorts.run(sampleRepository({ files: { "packages/a/src/a.ts": line } }))).toHaveLength(1);
  });

  it("lets the listed files be, and those that only speak of it", async () => {
    const files = {
      "e2e/src/driver/as-root.ts": `import { spawn } from "node:${MODULE}";`,
      "packages/a/src/a.ts": "// node:child_process is not used here",
    };
    expect(await processPorts.run(sampleRepository({ files }))).toEqual([]);
  });
});

describe("machinePaths", () => {
  it("finds the checkout's own path, in any file", async () => {
    const files = { "docs/a.md": "see /checkouts/moat/docs", "docs/b.md": "see /checkouts/others" };
    expect(await machinePaths.run(sampleRepository({ files }))).toEqual([
      { file: "docs/a.md", line: 1, message: "has a path of this machine: /checkouts/moat" },
    ]);
  });
});

const commandOf = (body: number) => `export class Run {\n  async run(): Promise<void> {\n${lines(body)}  }\n}\n`;
const sizeOf = (text: string) =>
  commandSize.run(sampleRepository({ files: { "packages/cli/src/commands/run.ts": text } }));

describe("commandSize", () => {
  it("counts the lines of run(), and those of the file", async () => {
    expect(await sizeOf(commandOf(15))).toEqual([]);
    expect(await sizeOf(commandOf(16))).toEqual([expect.objectContaining({ line: 2 })]);
    expect(await sizeOf(commandOf(3) + lines(110))).toEqual([expect.objectContaining({ line: 0 })]);
  });
});

describe("commandExamples", () => {
  it("wants two that differ", async () => {
    const command = { name: "run", summary: "Runs.", aliases: [], args: [], flags: [] };
    const run = (...examples: readonly string[]) =>
      commandExamples.run(sampleRepository({ commands: [{ ...command, examples }] }));
    expect(await run("moat run", "moat run -d")).toEqual([]);
    expect(await run("moat run", "moat run")).toHaveLength(1);
  });
});

describe("errorCodesTested", () => {
  const errorCodes = { USAGE: { kind: "invalid-argument", when: "Wrong." } } as const;
  const run = (path: string) =>
    errorCodesTested.run(sampleRepository({ files: { [path]: 'expect(code).toBe("USAGE");' }, errorCodes }));

  it("takes what tests and the contract expect, and nothing else", async () => {
    expect(await run("packages/a/src/a.test.ts")).toEqual([]);
    expect(await run("packages/a/src/a.contract.ts")).toEqual([]);
    expect(await run("packages/a/src/a.ts")).toHaveLength(1);
  });
});
