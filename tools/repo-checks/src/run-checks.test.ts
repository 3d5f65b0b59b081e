import { expect, it } from "vitest";
import { runChecks } from "./run-checks.ts";
import { sampleRepository } from "./sample-repository.ts";

const CLEAN = { name: "clean", run: () => [] };

it("counts checks that pass", async () => {
  expect(await runChecks([CLEAN, CLEAN], sampleRepository({}))).toEqual({ passed: true, lines: ["2 checks passed"] });
});

it("prints a line for each finding, and goes on", async () => {
  const findings = [
    { file: "a.ts", line: 3, message: "is bad." },
    { file: "b.ts", line: 0, message: "is worse." },
  ];
  const dirty = { name: "dirty", run: () => Promise.resolve(findings) };
  expect(await runChecks([dirty, CLEAN], sampleRepository({}))).toEqual({
    passed: false,
    lines: ["a.ts:3: is bad. (dirty)", "b.ts: is worse. (dirty)", "1 checks passed, 1 failed"],
  });
});
