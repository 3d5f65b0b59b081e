import { REGISTRY } from "@moat/images";
import { describe, expect, it } from "vitest";
import { candidates } from "./candidates.ts";
import { type Row, isWrong, reportText } from "./report.ts";

const good: Row = { name: "jq", version: "", artefact: "Debian jq", problem: "", findings: [] };
const bad: Row = { name: "x", version: "1", artefact: "npm x@1", problem: "not there", findings: ["-:1 DL1 a"] };
const facts = { date: "2026-01-02", commit: "abc", linter: "l 1", exceptions: ["DL2: why"], standIns: false };

describe("reportText", () => {
  it("has a row each, and counts what is wrong", () => {
    const text = reportText([good, bad], facts);
    expect(text).toContain("2 entries and versions, 1 with a problem");
    expect(text).toContain("| jq | Debian's | Debian jq | there | clean |");
    expect(text).toContain("| x | 1 | npm x@1 | not there | -:1 DL1 a |");
    expect(text).not.toContain("stand-ins");
    expect([good, bad, { ...good, findings: ["f"] }].map(isWrong)).toEqual([false, true, true]);
  });

  it("says what could not be checked", () => {
    const text = reportText([{ ...good, artefact: "image node:24" }, good], { ...facts, standIns: true });
    expect(text).toContain("The official images were **not** checked");
    expect(text).toContain("| image node:24 | a stand-in |");
    expect(text).toContain("| Debian jq | there |");
  });
});

describe("candidates", () => {
  it("are all entries in all versions that they list", () => {
    const all = candidates();
    expect(new Set(all.map(({ entry }) => entry.name))).toEqual(new Set(Object.keys(REGISTRY)));
    expect(all.filter(({ entry }) => entry.name === "node").map(({ version }) => version)).toEqual(["24", "22"]);
    for (const { dockerfile } of all) expect(dockerfile).toMatch(/^FROM .*\n(?:.*\n)*RUN .*post_build\n/m);
  });
});
