import { MoatError } from "@moat/core";
import { Parser } from "@oclif/core";
import { describe, expect, it } from "vitest";
import { Logs } from "../commands/logs.ts";
import { Rename } from "../commands/rename.ts";
import { Run } from "../commands/run.ts";
import { Stop } from "../commands/stop.ts";
import { errorJson, errorText, toMoatError } from "./present-error.ts";

type AnyCommand = typeof Logs | typeof Rename | typeof Run | typeof Stop;

/** What the real parser says of these words. */
async function complaint(command: AnyCommand, words: readonly string[]): Promise<MoatError> {
  const input: Parameters<typeof Parser.parse>[1] = command;
  const thrown = await Parser.parse([...words], input).catch((error: unknown) => error);
  return toMoatError(thrown, command.name.toLowerCase());
}

describe("toMoatError", () => {
  it.each([
    [Run, ["--no-such-flag"], /^Nonexistent flag: --no-such-flag\.$/],
    [Run, ["--nmae", "x"], /^Nonexistent flag: --nmae/],
    [Run, ["a", "b"], /^Unexpected argument: b\.$/],
    [Run, ["--name"], /^Flag --name expects a value/],
    [Rename, [], /^Missing 2 required args: run .*name/],
    [Logs, ["x", "--tail", "many"], /^Parsing --tail Expected an integer but received: many\.$/],
    [Logs, ["x", "--tail", "-1"], /^Parsing --tail Expected an integer greater than or equal to 0 but received: -1\.$/],
    [Stop, ["x", "--time", "999999"], /^Parsing --time Expected an integer less than or equal to 86400/],
  ] as const)("makes one sentence of what the parser of %o says to %j", async (command, words, message) => {
    const error = await complaint(command, words);
    expect(error.code).toBe("USAGE");
    expect(error.message).toMatch(message);
    expect(error.message).toMatch(/^[^\n]*[^.:\s]\.$/);
    expect(error.hint).toBe(`See moat ${command.name.toLowerCase()} --help`);
  });

  it("guesses which flag was meant", async () => {
    const input: Parameters<typeof Parser.parse>[1] = Run;
    const thrown = await Parser.parse(["--no-sandbx"], input).catch((error: unknown) => error);
    const flags = Object.keys(Run.flags);
    expect(toMoatError(thrown, "run", flags).hint).toBe("Did you mean --no-sandbox? See moat run --help");
    expect(toMoatError(thrown, "run", ["env"]).hint).toBe("See moat run --help");
  });

  it("calls everything else a bug of moat's, without its stack", () => {
    const thrown = new TypeError("x is not a function\n    at y.js:1");
    expect(toMoatError(thrown, "run")).toMatchObject({
      code: "INTERNAL",
      message: "moat failed unexpectedly: x is not a function.",
      cause: thrown,
    });
    expect(errorText(toMoatError(thrown, "run"))).not.toContain("y.js");
    expect(toMoatError("text", "").message).toBe("moat failed unexpectedly: text.");
    expect(toMoatError(undefined, "").code).toBe("INTERNAL");
    expect(toMoatError(new Error("It broke."), "").message).toBe("moat failed unexpectedly: It broke.");
  });

  it("keeps an error of moat's own", () => {
    const error = new MoatError("USAGE", "m");
    expect(toMoatError(error, "run")).toBe(error);
  });
});

describe("errorText", () => {
  it("writes one sentence, and the hint below it", () => {
    expect(errorText(new MoatError("USAGE", "It is wrong.", { hint: "Do this:\n  so\n\nOr that." }))).toBe(
      "moat: It is wrong.\n  Do this:\n    so\n\n  Or that.\n",
    );
    expect(errorText(new MoatError("USAGE", "It is wrong."))).toBe("moat: It is wrong.\n");
  });

  it("lets no text from outside steer the terminal", () => {
    const text = errorText(new MoatError("USAGE", "No key \x1b[2J\u202e.", { hint: "See \x1b]0;x\x07" }));
    expect(text).toBe("moat: No key \\x1b[2J\\u{202e}.\n  See \\x1b]0;x\\x07\n");
  });
});

describe("errorJson", () => {
  it("has exactly the documented fields", () => {
    const error = new MoatError("USAGE", "m", { hint: "h", details: { a: 1 }, cause: new Error("secret") });
    expect(errorJson(error)).toEqual({
      error: { code: "USAGE", kind: "invalid-argument", message: "m", hint: "h", details: { a: 1 } },
    });
  });
});
