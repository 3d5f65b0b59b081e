import { spawnSync } from "node:child_process";

import { describe, expect, it } from "vitest";

import { createInMemoryRuntime } from "../in-memory/create-in-memory-engine.ts";
import { CONTRACT_PROGRAMS, type ContractProgram } from "./contract-programs.ts";
import { ContractSession } from "./contract-session.ts";

// The scripts and their doubles in JavaScript must be the same programs: the host's own shell is the judge.
describe("the contract's programs do the same in a shell and in memory", () => {
  const session = new ContractSession("programs", {
    create: async () => createInMemoryRuntime(),
    image: "memory:latest",
    missingImage: "missing:latest",
    guest: "scripted",
  });
  session.registerHooks();

  it.each<[ContractProgram, readonly string[]]>([
    ["exit", ["42"]],
    ["speak", ["out %s\\n", "err\n", "3"]],
    ["cat", []],
    ["count-input", []],
    ["print-arguments", ["", "two words", "-n", "%s", "\\n", "line\n", "☂"]],
    ["print-environment", ["CONTRACT_GIVEN", "CONTRACT_ODD", "CONTRACT_MISSING"]],
    ["print-directory", []],
    ["print-bytes", ["3"]],
    ["print-lines", ["12"]],
    ["print-long", ["70000", "\nlast %s"]],
  ])("%s", async (name, args) => {
    const env = { CONTRACT_GIVEN: "given", CONTRACT_ODD: "a\n'b' \"c\" $d" };
    const shell = spawnSync("/bin/sh", ["-c", CONTRACT_PROGRAMS[name], name, ...args], {
      cwd: "/usr",
      env: { ...env, PATH: "/usr/bin:/bin" },
      input: "",
    });
    const memory = await session.run({ command: session.program(name, ...args), env, workingDir: "/usr" });
    expect(memory.exit.code).toBe(shell.status);
    expect(memory.stdout.toString("latin1")).toBe(shell.stdout.toString("latin1"));
    expect(memory.stderr.toString("latin1")).toBe(shell.stderr.toString("latin1"));
  });
});
