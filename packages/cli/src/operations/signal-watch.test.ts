import { MoatError } from "@moat/core";
import { describe, expect, it } from "vitest";
import { type SignalTarget, watchSignals } from "./signal-watch.ts";
import { unlessInterrupted } from "./unless-interrupted.ts";

/** Signals that a test sends, and a command that writes down what it gets. */
function scene() {
  const handlers: ((name: NodeJS.Signals) => void)[] = [];
  let isReleased = false;
  const signals = watchSignals((handle) => {
    handlers.push(handle);
    return () => (isReleased = true);
  });
  const got: string[] = [];
  const target: SignalTarget = {
    signal: async (name) => void got.push(name),
    leave: (name) => void got.push(`left by ${name}`),
  };
  return {
    signals,
    target,
    got,
    send: (...names: readonly NodeJS.Signals[]) => names.forEach((name) => handlers.forEach((handle) => handle(name))),
    isReleased: () => isReleased,
  };
}

/** What goes on until it is canceled. */
function canceled(signal: AbortSignal): Promise<string> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(new MoatError("CANCELED", "Canceled.")));
  });
}

describe("watchSignals", () => {
  it("leads signals to the command: a second Ctrl-C is a SIGKILL, a third leaves it", () => {
    const { signals, target, got, send } = scene();
    signals.leadTo(target);
    send("SIGTERM", "SIGINT", "SIGINT", "SIGINT");
    expect(got).toEqual(["SIGTERM", "SIGINT", "SIGKILL", "left by SIGINT"]);
    expect(signals.preparing.aborted).toBe(false);
  });

  it("leaves the command at a hangup", () => {
    const { signals, target, got, send } = scene();
    signals.leadTo(target);
    send("SIGHUP");
    expect(got).toEqual(["left by SIGHUP"]);
  });

  it.each([
    ["SIGHUP", "left by SIGHUP"],
    ["SIGINT", "SIGINT"],
    ["SIGTERM", "SIGTERM"],
  ] as const)("does with a %s that came too early what it would have done later", (name, expected) => {
    const { signals, target, got, send } = scene();
    send(name);
    expect(signals.preparing.aborted).toBe(true);
    signals.leadTo(target);
    expect(got).toEqual([expected]);
  });

  it("stops listening when it is disposed of", () => {
    const { signals, isReleased } = scene();
    signals[Symbol.dispose]();
    expect(isReleased()).toBe(true);
  });
});

describe("unlessInterrupted", () => {
  it("tells of what a signal has canceled, by the first one", async () => {
    const { signals, send } = scene();
    const result = unlessInterrupted(signals, () => canceled(signals.preparing));
    send("SIGTERM", "SIGINT");
    expect(await result).toEqual({ kind: "interrupted", exitCode: 143 });
  });

  it.each([
    ["a third Ctrl-C", ["SIGINT", "SIGINT", "SIGINT"]],
    ["a hangup", ["SIGINT", "SIGHUP"]],
  ] as const)("does not wait for what is undone any longer after %s", async (_, names) => {
    const { signals, send } = scene();
    const result = unlessInterrupted(signals, () => new Promise(() => {}));
    send(...names);
    expect(await result).toEqual({ kind: "interrupted", exitCode: 130 });
  });

  it("hides no other failure", async () => {
    const { signals, send } = scene();
    send("SIGINT");
    await expect(unlessInterrupted(signals, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    await expect(
      unlessInterrupted(scene().signals, () => Promise.reject(new MoatError("CANCELED", "Not by a signal."))),
    ).rejects.toThrow("Not by a signal.");
  });
});
