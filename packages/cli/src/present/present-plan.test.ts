import type { RunPlan } from "@moat/run-manager";
import { describe, expect, it } from "vitest";
import { planJson, planText } from "./present-plan.ts";

const plan: RunPlan = {
  id: "run_0123456789ab",
  name: "calm-otter",
  agent: "claude",
  agentVersion: "2.1",
  workspace: "/home/ada/my work",
  runtime: "auto",
  sandbox: true,
  image: "debian:bookworm-slim",
  build: { dependencies: [], dockerfile: "", files: [], images: [], hash: "" },
  lock: { frozen: false, dependencies: {}, images: {}, added: [], removed: [] },
  preRun: "",
  certificates: { authorities: [], origin: "default" },
  git: { settings: [{ key: "user.name", value: "Ada", source: "git" }], missing: "it is gone" },
  command: ["npm", "test"],
  workingDir: "/workspace",
  user: { uid: 1000, gid: 1001, name: "ada" },
  env: {
    CI: { value: "secret", origin: "flag" },
    TOKEN: { value: "secret", origin: "environment" },
    MODE: { value: "dev", origin: "agent.yaml" },
    ZONE: { value: "utc", origin: "config.yaml" },
    MOAT_RUN_NAME: { value: "calm-otter", origin: "default" },
  },
  shims: [{ name: "bun-jit", dependency: "claude-code", why: "against crashes" }],
  mounts: [
    { source: "/home/ada/my work", target: "/workspace", readOnly: false, origin: "default" },
    { source: "/etc/ssl", target: "/ssl", readOnly: true, origin: "config.yaml" },
  ],
  tmpfs: [],
  ports: [{ name: "web", containerPort: 8080, hostPort: 0 }],
  network: "bridge",
  dns: ["9.9.9.9"],
  addedCapabilities: ["CHOWN", "KILL"],
  limits: { memoryBytes: 2 ** 30, cpus: 0, pids: 4096, logBytes: 2 ** 20 },
  ulimits: [{ name: "nofile", soft: 64, hard: 128, origin: "agent.yaml" }],
  labels: { "dev.moat.role": "run" },
  interactive: false,
  detach: false,
  stdin: true,
  keep: false,
  rebuildFrom: "",
  origins: {
    image: "default",
    command: "flag",
    name: "default",
    runtime: "environment",
    sandbox: "default",
    interactive: "agent.yaml",
    agent: "agent.yaml",
    agentVersion: "agent.yaml",
    ports: "agent.yaml",
    dns: "config.yaml",
    memoryBytes: "environment",
    cpus: "default",
    logBytes: "default",
  },
};

const rows = (text: string) => text.split("\n").map((line) => line.split(/ {2,}/));

describe("planText", () => {
  it("has one decision a line, with where it came from", () => {
    expect(rows(planText(plan))).toEqual([
      ["name", "calm-otter", "default"],
      ["agent", "claude", "agent.yaml"],
      ["version", "2.1", "agent.yaml"],
      ["workspace", "/home/ada/my work"],
      ["runtime", "auto", "environment"],
      ["sandbox", "gVisor, required", "default"],
      ["image", "debian:bookworm-slim", "default"],
      ["command", "npm test", "flag"],
      ["directory", "/workspace"],
      ["user", "1000:1001 (ada)", "host"],
      ["git", "user.name=Ada", "git"],
      ["git", "without: it is gone"],
      ["network", "bridge"],
      ["dns", "9.9.9.9", "config.yaml"],
      ["terminal", "no", "agent.yaml"],
      ["input", "moat's"],
      ["capabilities", "CHOWN KILL"],
      ["memory", "1024 MB", "environment"],
      ["cpus", "no limit", "default"],
      ["pids", "4096", "default"],
      ["log", "1 MB", "default"],
      ["ulimit", "nofile 64:128", "agent.yaml"],
      ["mount", "/home/ada/my work -> /workspace (rw)", "default"],
      ["mount", "/etc/ssl -> /ssl (ro)", "config.yaml"],
      ["port", "127.0.0.1 -> 8080 (web)", "agent.yaml"],
      ["env", "CI (value hidden)", "flag"],
      ["env", "TOKEN (value hidden)", "environment"],
      ["env", "MODE=dev", "agent.yaml"],
      ["env", "ZONE=utc", "config.yaml"],
      ["env", "MOAT_RUN_NAME=calm-otter", "default"],
      ["shim", "bun-jit for claude-code: against crashes"],
      ["label", "dev.moat.role=run"],
    ]);
  });

  it("tells what agent.lock says, and what it is going to say", () => {
    const images = { "node:24-slim": "sha256:a", "debian:trixie": "" };
    const lock = { ...plan.lock, dependencies: { node: "24" }, images, added: ["debian:trixie"], removed: ["jq"] };
    const shown = rows(planText({ ...plan, lock }));
    expect(shown).toContainEqual(["digest", "node:24-slim sha256:a", "agent.lock"]);
    expect(shown).toContainEqual(["digest", "debian:trixie as it is when it is fetched"]);
    expect(shown).toContainEqual(["lock", "agent.lock: +debian:trixie -jq"]);
    const frozen = { ...lock, frozen: true, added: [], removed: [] };
    expect(rows(planText({ ...plan, lock: frozen }))).toContainEqual(["lock", "agent.lock fits", "flag"]);
    expect(planText(plan)).not.toContain("agent.lock fits");
  });

  it("says plainly that there is no sandbox", () => {
    expect(planText({ ...plan, sandbox: false })).toMatch(/^sandbox +none: reduced isolation/m);
  });

  it("never shows a value that was typed or taken from this machine, to programs neither", () => {
    expect(planText(plan)).not.toContain("secret");
    expect(JSON.stringify(planJson(plan))).not.toContain("secret");
    expect(planJson(plan)).toMatchObject({
      env: { CI: { value: null, origin: "flag" }, MODE: { value: "dev", origin: "agent.yaml" } },
      mounts: plan.mounts,
      origins: plan.origins,
    });
  });

  it("lets nothing of the workspace or of agent.yaml steer the terminal", () => {
    const text = planText({ ...plan, workspace: "/w\x1b[2J", image: "i\x1b[2J", command: ["\x1b[2J"] });
    expect(text).not.toContain("\x1b");
    expect(text).toContain(String.raw`/w\x1b[2J`);
  });
});
