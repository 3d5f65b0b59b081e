import { describe, expect, it } from "vitest";
import type { StatusJson } from "../operations/read-status.ts";
import { statusText } from "./present-status.ts";

const engine = {
  id: "e",
  address: "unix:///d.sock",
  foundBy: "DOCKER_HOST",
  version: "28.5.2",
  kernel: "6",
  rootless: false,
};
const well: StatusJson = {
  version: "1.2.3",
  home: "/home/ada/.moat",
  engine,
  runtime: "docker",
  gvisor: true,
  runtimes: [{ name: "runsc", isCandidate: true, reason: "is named runsc" }],
  proof: null,
  liveRuns: 2,
  problem: null,
};

describe("statusText", () => {
  it("says what there is", () => {
    expect(statusText(well)).toBe(
      [
        "moat       1.2.3",
        "engine     docker 28.5.2 at unix:///d.sock",
        "           found by DOCKER_HOST",
        "gvisor     runsc, not proved yet: the next run does that first",
        "live runs  2",
        "home       /home/ada/.moat",
      ].join("\n"),
    );
  });

  it("says what was proved, when and how", () => {
    const proof = {
      method: "annotation+guest",
      provedAt: "2026-01-01T00:00:00Z",
      source: "cached",
      guestKernel: "4.4.0",
    } as const;
    expect(statusText({ ...well, proof })).toContain(
      "gvisor     runsc, proved 2026-01-01T00:00:00Z (annotation+guest; kernel inside: 4.4.0)\n",
    );
    expect(statusText({ ...well, proof: { ...proof, guestKernel: "" } })).toContain("kernel inside: not seen");
  });

  it("says when the engine is rootless or has no gVisor", () => {
    const text = statusText({ ...well, engine: { ...engine, rootless: true }, gvisor: false });
    expect(text).toContain("unix:///d.sock (rootless)\n");
    expect(text).toContain("gvisor     not available: runs need --no-sandbox");
  });

  it("says why there is no engine, and the first thing to do", () => {
    const problem = {
      code: "ENGINE_UNREACHABLE",
      message: "No Docker engine answers.",
      hint: "Start Docker.\nOr not.",
    };
    const text = statusText({ ...well, engine: null, runtime: null, gvisor: false, problem });
    expect(text).toContain("engine     none: No Docker engine answers.\n           Start Docker.\nlive runs");
    expect(text).not.toContain("gvisor");
  });
});
