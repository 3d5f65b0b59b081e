import { describe, expect, it } from "vitest";
import { failure, sampleEngine, sampleFacts, withEngine } from "../testing/sample-facts.ts";
import { diagnose } from "./diagnose.ts";
import type { Facts } from "./facts.ts";
import { isHealthy } from "./finding.ts";

const noEngine = (code: string): Partial<Facts> => ({
  engine: { kind: "none", failure: failure(code), socketPath: "" },
  proof: { kind: "no-runtime" },
  program: undefined,
  disks: sampleFacts().disks.filter(({ of }) => of === "home"),
  leaks: { kind: "not-seen", why: "" },
});

describe("diagnose", () => {
  it("finds nothing where all is well, and says what it looked at", () => {
    const findings = diagnose(sampleFacts());
    expect(findings.map(({ id, status }) => `${status} ${id}`)).toEqual([
      "ok engine",
      "ok engine-socket",
      "ok gvisor-runtime",
      "ok gvisor-program",
      "ok gvisor-network",
      "ok gvisor-platform",
      "ok gvisor-proof",
      "ok disk-home",
      "ok disk-engine",
      "ok home",
      "ok home-leftovers",
      "ok leaked-sandboxes",
    ]);
    expect(findings.every(({ why, fix, seen }) => why === "" && fix === "" && seen !== "")).toBe(true);
    expect(isHealthy(findings)).toBe(true);
  });

  it("has findings without any engine, and none about what it could not ask it", () => {
    const findings = diagnose(sampleFacts(noEngine("ENGINE_UNREACHABLE")));
    expect(findings.filter(({ status }) => status !== "ok")).toEqual([
      {
        id: "engine",
        status: "problem",
        title: "container engine",
        seen: "It failed with ENGINE_UNREACHABLE",
        why: "Nothing can run without an engine. Do this.\nTried:\n  that",
        fix: "sudo systemctl start docker",
      },
    ]);
    expect(findings.some(({ id }) => /^gvisor|leak|disk-engine$|socket/.test(id))).toBe(false);
    expect(isHealthy(findings)).toBe(false);
  });

  it("needs no Docker where Apple's container works", () => {
    const apple = { kind: "found", version: "1.4.1" } as const;
    const findings = diagnose(sampleFacts({ ...noEngine("ENGINE_UNREACHABLE"), apple }));
    expect(findings.find(({ id }) => id === "engine")?.status).toBe("warning");
    expect(isHealthy(findings)).toBe(true);
  });

  it.each([failure("RUNTIME_UNAVAILABLE"), failure("RUNTIME_UNAVAILABLE", { causeCode: "ENGINE_UNREACHABLE" })])(
    "takes a missing Apple container for no more than a warning: %j",
    (reason) => {
      const findings = diagnose(sampleFacts({ apple: { kind: "none", failure: reason } }));
      const fix = reason.causeCode === "" ? "" : "container system start";
      expect(findings.find(({ id }) => id === "apple")).toMatchObject({ status: "warning", fix });
      expect(isHealthy(findings)).toBe(true);
    },
  );

  it("names every id once, whatever comes together", () => {
    const worst = withEngine(
      {
        ...sampleEngine(),
        rootless: true,
        isPodman: true,
        apiVersion: "1.41",
        kernel: "5.4-microsoft",
        securityOptions: ["name=selinux"],
      },
      { proof: { kind: "failed", failure: failure("SANDBOX_NOT_PROVEN") } },
    );
    const ids = diagnose(worst).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(15);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
