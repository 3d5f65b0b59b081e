import { describe, expect, it } from "vitest";
import { GVISOR_INSTALL_HINT, GVisorNotAvailableError } from "./gvisor-not-available-error.ts";
import { MoatError } from "./moat-error.ts";

describe("GVisorNotAvailableError", () => {
  const findings = [{ name: "runc", reason: "has nothing of gVisor" }];
  const error = new GVisorNotAvailableError({ address: "unix:///d.sock", runtimes: ["runc"], findings });

  it("is a MoatError that says what is missing, and where", () => {
    expect(error).toBeInstanceOf(MoatError);
    expect(error).toMatchObject({
      name: "GVisorNotAvailableError",
      code: "GVISOR_NOT_AVAILABLE",
      kind: "failed-precondition",
      message: "gVisor (runsc) is required but the engine at unix:///d.sock does not have it.",
      hint: GVISOR_INSTALL_HINT,
      details: { address: "unix:///d.sock", runtimes: ["runc"], findings },
    });
  });

  it("gives the steps in the order in which they work", () => {
    const steps = [
      "moat setup",
      "curl -fsSL https://gvisor.dev/archive.key",
      "https://storage.googleapis.com/gvisor/releases release main",
      "apt-get install -y runsc",
      "sudo runsc install",
      "sudo systemctl reload docker",
      "https://gvisor.dev/docs/user_guide/install/",
      "moat run --no-sandbox",
    ].map((step) => GVISOR_INSTALL_HINT.indexOf(step));
    expect(steps).not.toContain(-1);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  it("has steps that a shell can take, each on a line of its own", () => {
    const lines = GVISOR_INSTALL_HINT.split("\n").filter((line) => line.includes("sudo "));
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line).toMatch(/^ {2}(sudo|curl|echo) /);
    expect(GVISOR_INSTALL_HINT).toContain("Docker Desktop");
  });
});
