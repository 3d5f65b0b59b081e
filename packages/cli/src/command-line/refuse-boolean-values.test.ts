import { describe, expect, it } from "vitest";
import { type FlagTable, refuseBooleanValues } from "./refuse-boolean-values.ts";

const flags: FlagTable = {
  "no-sandbox": { type: "boolean" },
  detach: { type: "boolean", char: "d" },
  interactive: { type: "boolean", char: "i" },
  env: { type: "option", char: "e" },
  name: { type: "option", char: "n" },
};

describe("refuseBooleanValues", () => {
  it.each([
    ["--no-sandbox=false", "no-sandbox"],
    ["--no-sandbox=true", "no-sandbox"],
    ["--no-sandbox=", "no-sandbox"],
    ["--detach=1", "detach"],
    ["-d=1", "detach"],
    ["-d=", "detach"],
    ["-id=false", "detach"],
    ["-di=0", "interactive"],
  ])("refuses %s", (word, flag) => {
    expect(() => refuseBooleanValues(["run", word], flags)).toThrow(
      expect.objectContaining({
        code: "USAGE",
        message: `The flag --${flag} takes no value, but "${word}" gives it one.`,
        hint: `Write --${flag} to turn it on, and leave it out otherwise.`,
      }),
    );
  });

  it.each([
    "--no-sandbox",
    "-d",
    "-di",
    "--env=A=1",
    "-e=A",
    "-eA=1",
    "-deA=1",
    "-ed=1",
    "--name=d=1",
    "--unknown=1",
    "-x=1",
    "A=1",
    "./d=1",
    "-",
    "-=1",
    "",
  ])("lets %j be, which is somebody else's to judge", (word) => {
    expect(() => refuseBooleanValues(["run", word], flags)).not.toThrow();
  });
});
