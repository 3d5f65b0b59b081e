import type { Finding } from "@moat/doctor";
import { describe, expect, it } from "vitest";
import { findingsJson, findingsText } from "./present-findings.ts";

const well: Finding = { id: "engine", status: "ok", title: "container engine", seen: "Docker 28", why: "", fix: "" };
const bad: Finding = {
  id: "gvisor-runtime",
  status: "problem",
  title: "gVisor",
  seen: "there is \u001b[31mnone",
  why: "Nothing runs.\nTried: \u001b[2J",
  fix: "moat setup",
};

describe("findingsText", () => {
  it("sets what is well in one line each", () => {
    expect(findingsText([well, { ...well, id: "home", seen: "/m" }])).toBe(
      "ok  engine  Docker 28\nok  home    /m\n\nAll is well.",
    );
  });

  it("says below what is not well why it matters, and what mends it; nothing steers the terminal", () => {
    expect(findingsText([well, bad])).toBe(
      [
        "ok       engine          Docker 28",
        String.raw`PROBLEM  gvisor-runtime  there is \x1b[31mnone`,
        "         Nothing runs.",
        String.raw`         Tried: \x1b[2J`,
        "         fix: moat setup",
        "",
        "1 problem.",
      ].join("\n"),
    );
  });

  it("counts", () => {
    const warning: Finding = { ...bad, status: "warning" };
    expect(findingsText([warning, warning, { ...bad, status: "unknown", fix: "" }])).toMatch(
      /\n\n2 warnings, 1 thing not seen\. Sandboxed runs can be expected to work\.$/,
    );
  });
});

describe("findingsJson", () => {
  it("is well while nothing is a problem", () => {
    expect(findingsJson([well, { ...bad, status: "warning" }], "1.2.3")).toMatchObject({ version: "1.2.3", ok: true });
    expect(findingsJson([well, bad], "1.2.3")).toEqual({ version: "1.2.3", ok: false, findings: [well, bad] });
  });
});
