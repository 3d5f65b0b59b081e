import { describe, expect, it } from "vitest";
import { type ExecFlags, execRequest } from "./exec-request.ts";

const AT_TERMINAL = { stdin: true, stdout: true, stderr: true };
const SIZE = { columns: 80, rows: 24 };

function flags(given: Partial<ExecFlags> = {}): ExecFlags {
  return { command: ["ls"], interactive: false, tty: false, user: "", workdir: "", json: false, ...given };
}

describe("execRequest", () => {
  it.each([
    [{}, true, false],
    [{}, false, true],
    [{ interactive: true }, true, true],
    [{ interactive: true, tty: true }, true, true],
    [{ tty: true }, true, false],
  ])("%j, stdin a terminal: %s, reads input: %s", (given, stdin, expected) => {
    expect(execRequest(flags(given), { ...AT_TERMINAL, stdin }, SIZE).stdin).toBe(expected);
  });

  it.each([
    [{ stdin: false, stdout: true, stderr: true }, "stdin"],
    [{ stdin: true, stdout: false, stderr: true }, "stdout"],
  ])("a terminal needs a terminal: %j", (terminal, missing) => {
    expect(() => execRequest(flags({ tty: true }), terminal, SIZE)).toThrow(
      expect.objectContaining({ code: "INTERACTIVE_NEEDS_TERMINAL", message: expect.stringContaining(missing) }),
    );
  });

  it.each([{ command: [] }, { command: [""] }, { json: true }, { workdir: "here" }])("refuses %j", (given) => {
    expect(() => execRequest(flags(given), AT_TERMINAL, SIZE)).toThrow(expect.objectContaining({ code: "USAGE" }));
  });
});
