import { describe, expect, it } from "vitest";
import { terminalModes } from "./terminal-modes.ts";

function after(...outputs: readonly string[]) {
  const modes = terminalModes();
  for (const output of outputs) modes.see(Buffer.from(output, "latin1"));
  return modes;
}

describe("terminalModes", () => {
  it.for<[string, string, string]>([
    ["nothing", "hello\r\n", ""],
    ["colours that were put back", "\x1b[31mred\x1b[0m", ""],
    ["a program that cleaned up", "\x1b[?1049h\x1b[?25lx\x1b[?25h\x1b[?1049l", ""],
    ["modes that it switched to what is usual", "\x1b[?25h\x1b[?7h\x1b[?1l", ""],
    ["modes that nobody knows", "\x1b[?12h\x1b[?9999h", ""],
    ["the other screen and a hidden cursor", "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"],
    ["several modes at once", "\x1b[?1000;1006h", "\x1b[?1006l\x1b[?1000l"],
    ["lines that do not wrap", "\x1b[?7l", "\x1b[?7h"],
    ["a colour", "\x1b[1;31mred", "\x1b[0m"],
    ["the keypad", "\x1b=", "\x1b>"],
    ["a scroll region", "\x1b[3;10r", "\x1b7\x1b[r\x1b8"],
    ["a cursor's shape", "\x1b[4 q", "\x1b[0 q"],
    ["kitty's keyboard, pushed twice and popped once", "\x1b[>1u\x1b[>5u\x1b[<u", "\x1b[<1u"],
    ["xterm's keyboard", "\x1b[>4;2m", "\x1b[>4m"],
    ["xterm's keyboard, put back", "\x1b[>4;2m\x1b[>4;0m", ""],
    ["a reset of everything", "\x1b[?1049h\x1b[>1u\x1b[31m\x1bc", ""],
    ["a soft reset", "\x1b[?25l\x1b[!p", ""],
  ])("after %s", ([, output, leave]) => {
    expect(after(output).leave()).toBe(leave);
    // The same however it is cut.
    for (let at = 0; at <= output.length; at += 1)
      expect(after(output.slice(0, at), output.slice(at)).leave()).toBe(leave);
    expect(after(...output.split("")).leave()).toBe(leave);
  });

  it("can be entered on another terminal, which then has to leave the same", () => {
    const modes = after("\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b=\x1b[>1u\x1b[>4;2m");
    expect(after(modes.enter()).leave()).toBe(modes.leave());
    expect(after("plain").enter()).toBe("");
  });

  it("does not remember more keyboards than a terminal does, however many are pushed", () => {
    const modes = after(...Array.from({ length: 5000 }, (_, at) => `\x1b[>${at}u`));
    expect(modes.leave()).toBe("\x1b[<64u");
    expect(modes.enter().endsWith("\x1b[>4999u")).toBe(true);
  });
});
