import { type Execution, MoatError } from "@moat/core";
import { describe, expect, it, vi } from "vitest";
import { signalExecution } from "./signal-execution.ts";

/** A command that takes signals, in its way. */
function command(signal: Execution["signal"]): Execution {
  return {
    output: (async function* () {})(),
    write: async () => {},
    endInput: async () => {},
    resize: async () => {},
    wait: async () => 0,
    signal,
    async [Symbol.asyncDispose]() {},
  };
}

describe("signalExecution", () => {
  it("passes on what makes moat leave, and then lets it go", async () => {
    const sent: string[] = [];
    const target = signalExecution(
      command(async (name) => void sent.push(name)),
      () => {},
    );
    await target.signal("SIGTERM");
    target.leave("SIGHUP");
    expect(await target.left).toBe(129);
    expect(sent).toEqual(["SIGTERM", "SIGHUP"]);
  });

  it("lets moat go although the signal cannot be sent for ever", async () => {
    const target = signalExecution(
      command(() => new Promise(() => {})),
      () => {},
      1,
    );
    target.leave("SIGINT");
    expect(await target.left).toBe(130);
  });

  it("tells of a signal that could not be sent, and does not throw", async () => {
    const failure = new MoatError("EXEC_SIGNAL_FAILED", "No shell.");
    const onFailure = vi.fn<(error: MoatError) => void>();
    await signalExecution(
      command(() => Promise.reject(failure)),
      onFailure,
    ).signal("SIGTERM");
    expect(onFailure).toHaveBeenCalledWith(failure);
  });
});
