import { describe, expect, it } from "vitest";
import { type RawContainer, toContainerInfo, toContainerState, toContainerSummary } from "./docker-to-state.ts";

const NEVER = "0001-01-01T00:00:00Z";
const state = (Status: string, more: Partial<RawContainer["State"]> = {}): RawContainer["State"] => ({
  Status,
  ExitCode: 0,
  OOMKilled: false,
  Error: "",
  StartedAt: "2026-01-01T00:00:00Z",
  FinishedAt: NEVER,
  ...more,
});

describe("toContainerState", () => {
  const ended = { ExitCode: 137, OOMKilled: true, Error: "boom", FinishedAt: "2026-01-01T00:00:09Z" };
  const exit = {
    code: 137,
    outOfMemory: true,
    error: "boom",
    startedAt: "2026-01-01T00:00:00Z",
    finishedAt: "2026-01-01T00:00:09Z",
  };

  it.each([
    [state("created", { StartedAt: NEVER }), { phase: "created" }],
    [state("created", { StartedAt: NEVER, ExitCode: 127, Error: "OCI runtime create failed" }), { phase: "created" }],
    [state("running"), { phase: "running", startedAt: "2026-01-01T00:00:00Z" }],
    [state("restarting"), { phase: "running", startedAt: "2026-01-01T00:00:00Z" }],
    [state("paused"), { phase: "paused", startedAt: "2026-01-01T00:00:00Z" }],
    [state("exited", ended), { phase: "exited", exit }],
    [state("dead", ended), { phase: "exited", exit }],
    [state("removing", ended), { phase: "exited", exit }],
    [state("removing", { StartedAt: NEVER }), { phase: "created" }],
    [state("dead", { StartedAt: NEVER }), { phase: "created" }],
  ])("reads %j", (raw, expected) => {
    expect(toContainerState(raw)).toEqual(expected);
  });
});

describe("toContainerInfo", () => {
  const raw: RawContainer = {
    Id: "abc",
    Name: "/moat-x",
    Created: "2026-01-01T00:00:00Z",
    Config: { Image: "debian", Labels: { a: "b" }, Tty: false, OpenStdin: false },
    State: state("running"),
    HostConfig: { Runtime: "runsc" },
  };

  it("reads the engine's answer", () => {
    const ports = { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "32768" }], "81/tcp": null };
    expect(toContainerInfo({ ...raw, NetworkSettings: { Ports: ports } })).toEqual({
      id: "abc",
      name: "moat-x",
      image: "debian",
      labels: { a: "b" },
      createdAt: "2026-01-01T00:00:00Z",
      state: { phase: "running", startedAt: "2026-01-01T00:00:00Z" },
      ports: [{ containerPort: 80, hostPort: 32_768 }],
    });
  });

  it.each([undefined, {}, { Ports: null }, { Ports: {} }])("reads %j as no ports", (settings) => {
    const given = settings === undefined ? raw : { ...raw, NetworkSettings: settings };
    expect(toContainerInfo(given).ports).toEqual([]);
  });

  it("reads missing labels as none", () => {
    expect(toContainerInfo({ ...raw, Config: { ...raw.Config, Labels: null } }).labels).toEqual({});
  });
});

describe("toContainerSummary", () => {
  it.each([
    ["created", "created"],
    ["running", "running"],
    ["restarting", "running"],
    ["paused", "paused"],
    ["exited", "exited"],
    ["dead", "exited"],
    ["removing", "exited"],
  ])("reads the state %s as %s", (State, phase) => {
    const row = { Id: "abc", Names: ["/x"], Created: 1_767_225_600, Labels: null, State };
    expect(toContainerSummary(row)).toEqual({
      id: "abc",
      name: "x",
      labels: {},
      createdAt: "2026-01-01T00:00:00.000Z",
      phase,
    });
  });

  it("has no name where the engine gives none", () => {
    expect(toContainerSummary({ Id: "a", Names: [], Created: 0, Labels: { k: "v" }, State: "exited" })).toMatchObject({
      name: "",
      labels: { k: "v" },
    });
  });
});
