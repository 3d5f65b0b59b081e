import { RECORD_SCHEMA, type RunRecord, type RunState } from "@moat/run-manager";
import { describe, expect, it } from "vitest";
import { listJson, listText, runJson, stateText } from "./present-runs.ts";

const NOW = Date.parse("2026-01-03T00:00:00Z");

function record(given: Partial<RunRecord> = {}): RunRecord {
  return {
    schema: RECORD_SCHEMA,
    id: "run_0123456789ab",
    name: "calm-otter",
    version: "1.2.3",
    agent: "",
    agentVersion: "",
    workspace: "/work",
    command: ["sh", "-c", "exit 0"],
    image: "debian",
    imageId: "sha256:1",
    runtime: "docker",
    engineId: "e",
    engineAddress: "unix:///d",
    engineFoundBy: "DOCKER_HOST",
    isolation: { kind: "none", runtime: "runc" },
    sandbox: false,
    keep: false,
    interactive: false,
    detach: true,
    mounts: [],
    env: ["A"],
    ports: [],
    user: { uid: 1000, gid: 1000, name: "ada" },
    logBytes: 0,
    droppedBytes: 0,
    containerId: "c1",
    ownerPid: 77,
    createdAt: "2026-01-02T23:59:00.000Z",
    startedAt: "",
    finishedAt: "",
    state: { status: "running" },
    ...given,
  };
}

describe("runJson", () => {
  it("is the record without what only moat needs", () => {
    const { schema: _schema, ownerPid: _ownerPid, ...rest } = record();
    expect(runJson(record())).toEqual(rest);
    expect(listJson([record(), record({ id: "run_2" })]).map(({ id }) => id)).toEqual(["run_0123456789ab", "run_2"]);
  });
});

describe("listText", () => {
  it("has one line for each run, below a line that says what is what", () => {
    expect(listText([record(), record({ name: "x", isolation: undefined, command: ["true"] })], NOW)).toBe(
      [
        "NAME        ID                STATE    AGE  ISOLATION  COMMAND",
        "calm-otter  run_0123456789ab  running  60s  none       sh -c 'exit 0'",
        "x           run_0123456789ab  running  60s  -          true",
      ].join("\n"),
    );
    expect(listText([], NOW)).toBe("NAME  ID  STATE  AGE  ISOLATION  COMMAND");
  });

  it("keeps a long command, and one that would steer the terminal, on its line", () => {
    const [, line = ""] = listText([record({ command: ["sh", "-c", `\x1b[2J\n${"x".repeat(99)}`] })], NOW).split("\n");
    expect(line).toMatch(/sh -c '\\x1b\[2J\\nx+\.\.\.$/);
    expect(line.length).toBeLessThan(100);
  });

  it.each([
    ["2026-01-03T00:00:05.000Z", "0s"],
    ["2026-01-02T23:58:01.000Z", "119s"],
    ["2026-01-02T23:58:00.000Z", "2m"],
    ["2026-01-02T22:00:00.000Z", "2h"],
    ["2026-01-01T00:00:00.000Z", "2d"],
  ])("writes the age of a run of %s as %s", (createdAt, age) => {
    expect(listText([record({ createdAt })], NOW)).toContain(` ${age} `);
  });
});

describe("stateText", () => {
  it.each<readonly [RunState, string]>([
    [{ status: "created" }, "created"],
    [{ status: "starting" }, "starting"],
    [{ status: "running" }, "running"],
    [{ status: "stopping" }, "stopping"],
    [{ status: "exited", exitCode: 42, signal: "", outOfMemory: false }, "exited (42)"],
    [{ status: "failed", phase: "starting", code: "IMAGE_NOT_FOUND", message: "m" }, "failed (IMAGE_NOT_FOUND)"],
    [{ status: "lost" }, "lost"],
  ])("writes %j", (state, text) => {
    expect(stateText(state)).toBe(text);
  });
});
