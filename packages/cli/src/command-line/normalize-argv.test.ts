import { describe, expect, it } from "vitest";
import { normalizeArgv } from "./normalize-argv.ts";

const commands = [
  "config:schema",
  "config:show",
  "config:validate",
  "init",
  "list",
  "logs",
  "run",
  "status",
  "stop",
  "version",
];

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
    [
      ["config", "show", "--origin", "show"],
      ["config:show", "--origin", "show"],
    ],
    [["config"], ["config", "--help"]],
    [
      ["config", "--help"],
      ["config", "--help"],
    ],
    [
      ["help", "config", "show"],
      ["config:show", "--help"],
    ],
    [
      ["help", "config"],
      ["config", "--help"],
    ],
    [["--help"], ["--help"]],
  ])("reads %j as %j", (argv, expected) => {
    expect(normalizeArgv(argv, commands)).toEqual(expected);
  });

  it.each([
    [["runn"], 'There is no command "runn".', "Did you mean moat run? See moat --help"],
    [["statsu"], 'There is no command "statsu".', "Did you mean moat status? See moat --help"],
    [["config", "shwo"], 'There is no command "config shwo".', "Did you mean moat config show? See moat config --help"],
    [
      ["config", "shows"],
      'There is no command "config shows".',
      "Did you mean moat config show? See moat config --help",
    ],
    [
      ["config", "vlaidate"],
      'There is no command "config vlaidate".',
      "Did you mean moat config validate? See moat config --help",
    ],
    [["config:show"], 'There is no command "config:show".', expect.stringContaining("moat config")],
    [["config", "--json", "show"], "The flag --json comes before the command.", expect.stringContaining("Flags go")],
    [["lits"], 'There is no command "lits".', "Did you mean moat list? See moat --help"],
    [["zap"], 'There is no command "zap".', "See moat --help"],
    [["-v", "run"], "The flag -v comes before the command.", expect.stringContaining("moat run --verbose")],
  ])("refuses %j", (argv, message, hint) => {
    expect(() => normalizeArgv(argv, commands)).toThrow(expect.objectContaining({ code: "USAGE", message, hint }));
  });
});
