import { describe, expect, it } from "vitest";
import { signalPlan } from "./signal-plan.ts";

const send = (signal: string) => ({ kind: "send", signal });
const leave = { kind: "leave" };

describe("signalPlan", () => {
  it("sends signals to the command", () => {
    const act = signalPlan();
    for (const name of ["SIGTERM", "SIGQUIT", "SIGUSR1", "SIGTERM"] as const) expect(act(name, 0)).toEqual(send(name));
  });

  it("ends the command by force at a second Ctrl-C within two seconds, and leaves at a third", () => {
    const act = signalPlan();
    expect(act("SIGINT", 0)).toEqual(send("SIGINT"));
    expect(act("SIGINT", 1_999)).toEqual(send("SIGKILL"));
    expect(act("SIGINT", 60_000)).toEqual(leave);
  });

  it("counts anew after two seconds", () => {
    const act = signalPlan();
    expect(act("SIGINT", 0)).toEqual(send("SIGINT"));
    expect(act("SIGINT", 2_000)).toEqual(send("SIGINT"));
    expect(act("SIGINT", 2_100)).toEqual(send("SIGKILL"));
  });

  it("leaves when the terminal closes", () => {
    expect(signalPlan()("SIGHUP", 0)).toEqual(leave);
  });
});
