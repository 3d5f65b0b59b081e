import { type Execution, MoatError } from "@moat/core";
import { describe, expect, it, vi } from "vitest";
import { forwardSignals } from "./forward-signals.ts";

/** A command that takes signals, or does not. */
function command(failure?: MoatError): { readonly execution: Execution; readonly sent: string[] } {
  const sent: string[] = [];
  const execution: Execution = {
    output: (async function* () {})(),
    write: async () => {},
    endInput: async () => {},
    resize: async () => {},
    wait: async () => 0,
    async signal(name) {
      if (failure !== undefined) throw failure;
      sent.push(name);
    },
    async [Symbol.asyncDispose]() {},
  };
  return { execution, sent };
}

describe("forwardSignals", () => {
  it("sends signals to the command, and a SIGKILL for a second Ctrl-C", () => {
    const { execution, sent } = command();
    const signals = forwardSignals(() => {});
    signals.forwardTo(execution);
    for (const name of ["SIGTERM", "SIGINT", "SIGINT"] as const) signals.handle(name);
    expect(sent).toEqual(["SIGTERM", "SIGINT", "SIGKILL"]);
  });

  it("passes a hangup on, and then lets moat go", async () => {
    const { execution, sent } = command();
    const signals = forwardSignals(() => {});
    signals.forwardTo(execution);
    signals.handle("SIGHUP");
    expect(await signals.left).toBe(129);
    expect(sent).toEqual(["SIGHUP"]);
  });

  it("aborts a start, and goes when somebody insists", async () => {
    const signals = forwardSignals(() => {});
    signals.handle("SIGINT");
    expect(signals.starting.aborted).toBe(true);
    expect(signals.first).toBe("SIGINT");
    signals.handle("SIGHUP");
    expect(await signals.left).toBe(130);
  });

  it("tells of a signal that could not be sent", async () => {
    const failure = new MoatError("EXEC_SIGNAL_FAILED", "No shell.");
    const onFailure = vi.fn<(error: MoatError) => void>();
    const signals = forwardSignals(onFailure);
    await signals.forwardTo(command(failure).execution).signal("SIGTERM");
    expect(onFailure).toHaveBeenCalledWith(failure);
  });
});
