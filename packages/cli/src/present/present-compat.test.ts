import type { Trial } from "@moat/run-manager";
import { describe, expect, it } from "vitest";
import { compatJson, compatText, trialText } from "./present-compat.ts";

const asked = { workspace: "/srv/my app", command: ["node", "a b.js"], image: "debian" };
const plan = {
  ...asked,
  env: { TOKEN: { value: "t0k", origin: "environment" }, CI: { value: "1", origin: "flag" } },
  mounts: [{ source: "/srv/data", target: "/data", readOnly: true, origin: "flag" }],
} as const;
const trial = (side: Trial["side"], exitCode: number, more: Partial<Trial> = {}): Trial => ({
  side,
  exitCode,
  timedOut: false,
  outOfMemory: false,
  explanation: "",
  tail: "",
  ...more,
});
const report = (verdict: "gvisor" | "not-gvisor" | "flaky", exitCode: number, trials: readonly Trial[]) => ({
  verdict,
  summary: "What was found",
  exitCode,
  trials,
  plan,
});

describe("compatText", () => {
  it("says what gVisor is to blame for, and what to do", () => {
    const tail = `${Array.from({ length: 30 }, (_, n) => `line ${n}`).join("\n")}\n\u001b[31mlast\n`;
    const trials = [trial("gvisor", 139, { tail }), trial("runc", 0), trial("gvisor", 139), trial("runc", 0)];
    const text = compatText(report("gvisor", 139, trials));
    expect(text).toMatch(/^What was found\.\n\nUNDER +EXIT CODES\ngVisor +139 139\nrunc +0 0\n\n/);
    expect(text).toContain("Its last words under gVisor:\n  line 21\n");
    expect(text).toContain("  \\x1b[31mlast\n");
    expect(text).toMatch(
      /\n {2}moat run --no-sandbox '\/srv\/my app' -e TOKEN -m \/srv\/data:\/data:ro -- node 'a b\.js'$/,
    );
  });

  it("says that a command may miss the network when it fails everywhere", () => {
    const text = compatText(report("not-gvisor", 1, [trial("gvisor", 1), trial("runc", 1)]));
    expect(text).toMatch(/a command that needs one fails for that\.$/);
    expect(text).not.toContain("--no-sandbox");
  });

  it("says what is different from moat run when it works everywhere", () => {
    const text = compatText(report("not-gvisor", 0, [trial("gvisor", 0), trial("runc", 0)]));
    expect(text).toMatch(/If it fails in moat run, one of these may be why\.$/);
  });
});

it.each([
  [trial("gvisor", 139), "gVisor: exit code 139"],
  [trial("runc", 137, { timedOut: true }), "runc: its time was up"],
  [trial("gvisor", 137, { outOfMemory: true }), "gVisor: exit code 137, out of memory"],
])("trialText of %j", (given, expected) => {
  expect(trialText(given)).toBe(expected);
});

it("compatJson has what a program needs", () => {
  const trials = [trial("gvisor", 0), trial("runc", 0)];
  expect(compatJson(report("not-gvisor", 0, trials))).toEqual({
    verdict: "not-gvisor",
    summary: "What was found",
    exitCode: 0,
    ...asked,
    trials,
  });
});
