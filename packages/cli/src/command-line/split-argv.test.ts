import { expect, it } from "vitest";
import { splitArgv } from "./split-argv.ts";

it.each([
  [[], [], undefined],
  [["run", "."], ["run", "."], undefined],
  [["run", "--", "sh", "-c", "x"], ["run"], ["sh", "-c", "x"]],
  [["run", "--"], ["run"], []],
  [["--", "--no-sandbox"], [], ["--no-sandbox"]],
  [["run", "--", "a", "--", "b"], ["run"], ["a", "--", "b"]],
  [
    ["run", "-d", "--", "", " ", "-d", "é\n"],
    ["run", "-d"],
    ["", " ", "-d", "é\n"],
  ],
  [["run", "---", "x"], ["run", "---", "x"], undefined],
])("splits %j", (argv, own, command) => {
  expect(splitArgv(argv)).toEqual({ own, command });
});
