import { describe, expect, it } from "vitest";
import { droppedText, inspectedText } from "./present-inspected.ts";

const run = {
  id: "run_0123456789ab",
  name: "calm-otter",
  version: "1.2.3",
  agent: "claude",
  agentVersion: "2.1",
  workspace: "/srv/app",
  command: ["make", "all"],
  image: "debian:bookworm-slim",
  imageId: "sha256:1",
  runtime: "docker",
  engineId: "e",
  engineAddress: "unix:///s",
  engineFoundBy: "DOCKER_HOST",
  isolation: {
    kind: "gvisor",
    runtime: "runsc",
    proof: { method: "guest", provedAt: "2026-01-02T03:04:05Z", source: "fresh", guestKernel: "4.4.0" },
  },
  sandbox: true,
  keep: true,
  interactive: false,
  detach: true,
  mounts: [{ source: "/srv/app", target: "/workspace", readOnly: false }],
  env: ["CI"],
  ports: [{ name: "web", containerPort: 80, hostPort: 8080 }],
  user: { uid: 1000, gid: 1000, name: "ada" },
  logBytes: 0,
  droppedBytes: 7,
  containerId: "51486b46f0150000",
  createdAt: "2026-01-02T03:04:05.000Z",
  startedAt: "",
  finishedAt: "",
  state: { status: "exited", exitCode: 137, signal: "SIGKILL", outOfMemory: true },
  log: { in: "record", path: "/home/ada/.moat/runs/run_0123456789ab/log" },
} as const;

describe("inspectedText", () => {
  it("tells what was asked and used, the proof, the end, and where the log is", () => {
    const text = inspectedText(run, Date.parse(run.createdAt) + 60_000);
    for (const part of ["calm-otter", "exited (137)", "SIGKILL", "ran out", "make all", "proved by guest", "(kept)"])
      expect(text).toContain(part);
    expect(text).toMatch(/^agent +claude 2\.1$/m);
    for (const part of ["/srv/app -> /workspace (rw)", "127.0.0.1:8080 -> 80 (web)", run.log.path, droppedText(7)])
      expect(text).toContain(part);
    expect(text).toMatch(/^created +2026-01-02T03:04:05.000Z \(60s ago\)$/m);
  });

  it("says what is not known yet, and why a run failed", () => {
    const state = { status: "failed", phase: "create", code: "CANCELED", message: "It was stopped." } as const;
    const early = { ...run, state, isolation: undefined, containerId: "", keep: false, droppedBytes: null };
    const text = inspectedText({ ...early, log: { in: "none", path: "" } }, 0);
    expect(text).toContain("create: It was stopped.");
    expect(text).toContain("gVisor asked for");
    expect(text).toContain("output may be missing");
    expect(text).toMatch(/^log +none$/m);
  });
});
