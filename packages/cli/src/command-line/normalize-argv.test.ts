import { describe, expect, it } from "vitest";
import { normalizeArgv } from "./normalize-argv.ts";

const commands = ["list", "logs", "run", "status", "stop", "version"];

describe("normalizeArgv", () => {
  it.each([
    [["--version"], ["version"]],
    [
      ["--version", "--json"],
      ["version", "--json"],
    ],
    [["help"], ["--help"]],
    [
      ["help", "run"],
      ["run", "--help"],
    ],
    [
      ["run", "--", "help"],
      ["run", "--", "help"],
    ],
    [[], []],
    [["--help"], ["--help"]],
  ])("reads %j as %j", (argv, expected) => {
    expect(normalizeArgv(argv, commands)).toEqual(expected);
  });

  it.each([
    [["runn"], 'There is no command "runn".', "Did you mean moat run? See moat --help"],
    [["statsu"], 'There is no command "statsu".', "Did you mean moat status? See moat --help"],
    [["zap"], 'There is no command "zap".', "See moat --help"],
    [["-v", "run"], "The flag -v comes before the command.", expect.stringContaining("moat run --verbose")],
  ])("refuses %j", (argv, message, hint) => {
    expect(() => normalizeArgv(argv, commands)).toThrow(expect.objectContaining({ code: "USAGE", message, hint }));
  });
});
