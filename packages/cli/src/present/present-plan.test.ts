import type { RunPlan } from "@moat/run-manager";
import { describe, expect, it } from "vitest";
import { planText } from "./present-plan.ts";

const plan: RunPlan = {
  id: "run_0123456789ab",
  name: "calm-otter",
  workspace: "/home/ada/my work",
  runtime: "auto",
  sandbox: true,
  image: "debian:bookworm-slim",
  command: ["npm", "test"],
  workingDir: "/workspace",
  user: { uid: 1000, gid: 1001, name: "ada" },
  env: { CI: { value: "secret", origin: "flag" } },
  mounts: [
    { source: "/home/ada/my work", target: "/workspace", readOnly: false },
    { source: "/etc/ssl", target: "/ssl", readOnly: true },
  ],
  tmpfs: [],
  ports: [{ name: "web", containerPort: 8080, hostPort: 0 }],
  network: "bridge",
  addedCapabilities: ["CHOWN", "KILL"],
  limits: { memoryBytes: 0, cpus: 0, pids: 4096, logBytes: 1 },
  labels: {},
  interactive: false,
  detach: false,
  stdin: true,
  keep: false,
  rebuild: false,
  origins: {
    image: "default",
    command: "flag",
    name: "default",
    runtime: "environment",
    sandbox: "default",
    interactive: "agent.yaml",
  },
};

const rows = (text: string) => text.split("\n").map((line) => line.split(/ {2,}/));

describe("planText", () => {
  it("has one decision a line, with where it came from", () => {
    expect(rows(planText(plan))).toEqual([
      ["name", "calm-otter", "default"],
      ["workspace", "/home/ada/my work"],
      ["runtime", "auto", "environment"],
      ["sandbox", "gVisor, required", "default"],
      ["image", "debian:bookworm-slim", "default"],
      ["command", "npm test", "flag"],
      ["user", "1000:1001 (ada)", "host"],
      ["network", "bridge"],
      ["terminal", "no", "agent.yaml"],
      ["capabilities", "CHOWN KILL"],
      ["mount", "/home/ada/my work -> /workspace (rw)"],
      ["mount", "/etc/ssl -> /ssl (ro)"],
      ["port", "127.0.0.1 -> 8080 (web)"],
      ["env", "CI", "flag"],
    ]);
  });

  it("says plainly that there is no sandbox", () => {
    expect(planText({ ...plan, sandbox: false })).toMatch(/^sandbox +none: reduced isolation/m);
  });

  it("never shows a variable's value", () => {
    expect(planText(plan)).not.toContain("secret");
  });

  it("lets nothing of the workspace or of agent.yaml steer the terminal", () => {
    const text = planText({ ...plan, workspace: "/w\x1b[2J", image: "i\x1b[2J", command: ["\x1b[2J"] });
    expect(text).not.toContain("\x1b");
    expect(text).toContain(String.raw`/w\x1b[2J`);
  });
});
