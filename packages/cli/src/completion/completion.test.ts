import { describe, expect, it } from "vitest";
import { COMPLETION_SCRIPTS, SHELLS } from "./completion-scripts.ts";
import { completionTable } from "./completion-table.ts";

const flag = (type: string, char?: string) => ({ type, char, summary: undefined, description: "It's a [flag]: so." });
const COMMANDS = {
  stop: { aliases: [], summary: "Stop it.", args: { run: {} }, flags: { time: flag("option", "t") } },
  logs: { aliases: [], summary: "Don't.", args: { run: {} }, flags: { follow: flag("boolean") } },
  run: { aliases: [], summary: "Run.", args: { path: {} }, flags: {} },
  pick: { aliases: [], summary: "Pick.", args: { one: { options: ["a", "b"] } }, flags: {} },
  "config:show": { aliases: [], summary: "Show.", args: {}, flags: { all: flag("boolean") } },
  "config:check": { aliases: [], summary: "Check.", args: {}, flags: {} },
  secret: { aliases: [], hidden: true, args: {}, flags: {} },
};

describe("completionTable", () => {
  it("knows what a command's arguments are, and leaves out what is hidden", () => {
    const table = completionTable(COMMANDS);
    expect(table.map((command) => [command.name, command.arguments])).toEqual([
      ["config", ["show", "check"]],
      ["logs", "all-runs"],
      ["pick", ["a", "b"]],
      ["run", "files"],
      ["stop", "live-runs"],
    ]);
    expect(table[4]?.flags.map(({ name, char, takesValue }) => [name, char, takesValue])).toEqual([
      ["help", "", false],
      ["time", "t", true],
    ]);
  });
});

describe("completion scripts", () => {
  it.each(SHELLS)("for %s have every command and flag", (shell) => {
    const script = COMPLETION_SCRIPTS[shell](completionTable(COMMANDS));
    for (const word of ["stop", "logs", "pick", "time", "follow", "complete --all"]) expect(script).toContain(word);
    expect(script).not.toContain("secret");
  });
});

/** A command as the table of commands has it. */
const commandOf = (flags: readonly string[]) => ({
  aliases: [],
  args: {},
  flags: Object.fromEntries(flags.map((name) => [name, { type: "boolean" }])),
});

describe("commands of two words", () => {
  it("are completed word by word", () => {
    const [config, ...others] = completionTable({
      "config:show": commandOf(["origin"]),
      "config:schema": commandOf(["json"]),
    });
    expect(others).toEqual([]);
    expect(config).toMatchObject({ name: "config", arguments: ["show", "schema"] });
    expect(config?.flags.map(({ name }) => name)).toEqual(["help", "json", "origin"]);
  });
});
