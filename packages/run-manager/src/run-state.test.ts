import { describe, expect, it } from "vitest";
import { type RunState, isTerminal, nextState } from "./run-state.ts";

const states: readonly RunState[] = [
  { status: "created" },
  { status: "starting" },
  { status: "running" },
  { status: "stopping" },
  { status: "exited", exitCode: 0, signal: "", outOfMemory: false },
  { status: "failed", phase: "start", code: "RUNTIME_REFUSED", message: "no" },
  { status: "lost" },
];

describe("nextState", () => {
  it("goes forward only, and never out of an end, for every pair of states", () => {
    const table = states.map((from) => states.map((to) => (nextState(from, to) === to ? to.status : "-")));
    expect(table).toEqual([
      ["created", "starting", "running", "stopping", "exited", "failed", "lost"],
      ["-", "starting", "running", "stopping", "exited", "failed", "lost"],
      ["-", "-", "running", "stopping", "exited", "failed", "lost"],
      ["-", "-", "-", "stopping", "exited", "failed", "lost"],
      ["-", "-", "-", "-", "exited", "-", "-"],
      ["-", "-", "-", "-", "-", "failed", "-"],
      ["-", "-", "-", "-", "-", "-", "lost"],
    ]);
  });

  it("keeps the first end of two", () => {
    const first: RunState = { status: "exited", exitCode: 143, signal: "SIGTERM", outOfMemory: false };
    const second: RunState = { status: "exited", exitCode: 0, signal: "", outOfMemory: false };
    expect(nextState(first, second)).toBe(first);
  });
});

describe("isTerminal", () => {
  it("is true for the three ends", () => {
    expect(states.filter(isTerminal).map(({ status }) => status)).toEqual(["exited", "failed", "lost"]);
  });
});
