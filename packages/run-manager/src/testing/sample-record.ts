import type { RunRecord } from "../run-record.ts";

/** A whole record for tests, with some fields of its own. */
export function sampleRecord(given: Partial<RunRecord> = {}): RunRecord {
  return {
    schema: 1,
    id: "run_0123456789ab",
    name: "calm-otter",
    version: "1.2.3",
    agent: "",
    agentVersion: "",
    workspace: "/work",
    command: ["sh", "-c", "exit 0"],
    image: "debian:bookworm-slim",
    imageId: "",
    runtime: "",
    engineId: "",
    engineAddress: "",
    engineFoundBy: "",
    isolation: undefined,
    sandbox: true,
    keep: false,
    interactive: false,
    detach: false,
    mounts: [{ source: "/work", target: "/workspace", readOnly: false }],
    env: ["MOAT_RUN_ID"],
    ports: [{ name: "web", containerPort: 8080, hostPort: 0 }],
    user: { uid: 1000, gid: 1000, name: "ada" },
    logBytes: 0,
    droppedBytes: 0,
    containerId: "",
    ownerPid: 0,
    createdAt: "2026-01-02T03:04:05.000Z",
    startedAt: "",
    finishedAt: "",
    state: { status: "created" },
    ...given,
  };
}
