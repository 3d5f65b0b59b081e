import { describe, expect, it } from "vitest";
import { escapeKeys } from "./escape-keys.ts";

const P = "\x10";
const Q = "\x11";
const bytes = (text: string) => Buffer.from(text, "latin1");

/** Types chunks one after the other; tells what passed, and whether the sequence was there. */
function typed(chunks: readonly string[], sequence = P + Q): { passed: string; detached: boolean; held: string } {
  const escape = escapeKeys(bytes(sequence));
  let passed = "";
  for (const chunk of chunks) {
    const { pass, detached } = escape.type(bytes(chunk));
    passed += pass.toString("latin1");
    if (detached) return { passed, detached, held: "" };
  }
  return { passed, detached: false, held: escape.release().toString("latin1") };
}

describe("escapeKeys", () => {
  it.for<[string, readonly string[], string, string]>([
    ["nothing of it", ["hello\r"], "hello\r", ""],
    ["Ctrl-P and another key", [`${P}x`], `${P}x`, ""],
    ["the same in two reads", [P, "x"], `${P}x`, ""],
    ["Ctrl-P alone is held", [P], "", P],
    ["Ctrl-Q alone", [Q], Q, ""],
    ["Ctrl-P twice and another key", [P, P, "x"], `${P}${P}x`, ""],
    ["an arrow key after Ctrl-P", [P, "\x1b[A"], `${P}\x1b[A`, ""],
    ["Escape alone is not held", ["\x1b"], "\x1b", ""],
    ["bytes above 127", ["\xc3\xa9\xff"], "\xc3\xa9\xff", ""],
    ["a paste that has the sequence", [`\x1b[200~a${P}${Q}b\x1b[201~`], `\x1b[200~a${P}${Q}b\x1b[201~`, ""],
    ["the same in pieces", ["\x1b[20", "0~", P, Q, "\x1b", "[201", "~x"], `\x1b[200~${P}${Q}\x1b[201~x`, ""],
    ["keys that look alike in the newer protocol", ["\x1b[112u\x1b[113;6u"], "\x1b[112u\x1b[113;6u", ""],
    ["Ctrl-P in the newer protocol, and another key", ["\x1b[112;5u", "\x1b[120u"], "\x1b[112;5u\x1b[120u", ""],
    ["a key of the newer protocol in two reads", ["\x1b[112", ";5u", Q], `\x1b[112;5u${Q}`, ""],
  ])("passes on %s", ([, chunks, passed, held]) => {
    expect(typed(chunks)).toEqual({ passed, detached: false, held });
  });

  it.for<[string, readonly string[], string]>([
    ["in one read", [P + Q], ""],
    ["in two", [P, Q], ""],
    ["in the middle of what is typed", [`a${P}${Q}b`], "a"],
    ["after a Ctrl-P too many", [P, P, Q], P],
    ["after a paste", [`\x1b[200~x\x1b[201~${P}${Q}`], "\x1b[200~x\x1b[201~"],
    ["after a paste whose end came in two reads", ["\x1b[200~x\x1b[20", `1~${P}${Q}`], "\x1b[200~x\x1b[201~"],
    ["in kitty's keyboard protocol", ["\x1b[112;5u", "\x1b[113;5u"], ""],
    [
      "in it, with Num Lock and keys that are let go",
      ["\x1b[112;133:1u\x1b[112;133:3u", "\x1b[57442;5:3u", "\x1b[113;133u"],
      "",
    ],
    ["in xterm's", ["\x1b[27;5;112~\x1b[27;5;113~"], ""],
  ])("finds the sequence %s", ([, chunks, passed]) => {
    expect(typed(chunks)).toEqual({ passed, detached: true, held: "" });
  });

  it("finds a sequence whose beginning repeats itself", () => {
    expect(typed(["aabaac"], "aac")).toEqual({ passed: "aab", detached: true, held: "" });
    expect(typed(["a", "a", "a", "c"], "aac")).toEqual({ passed: "a", detached: true, held: "" });
  });

  it("finds a sequence that begins with Escape, in pieces", () => {
    expect(typed(["\x1b", "d"], "\x1bd")).toEqual({ passed: "", detached: true, held: "" });
    expect(typed(["\x1b", "[A"], "\x1bd")).toEqual({ passed: "\x1b[A", detached: false, held: "" });
  });

  it("matches nothing when there is no sequence", () => {
    expect(typed([P, Q, "x"], "")).toEqual({ passed: `${P}${Q}x`, detached: false, held: "" });
  });

  it("goes on after what was held has been given up", () => {
    const escape = escapeKeys(bytes(P + Q));
    escape.type(bytes(P));
    expect(escape.isHolding).toBe(true);
    expect(escape.release().toString()).toBe(P);
    expect(escape.isHolding).toBe(false);
    expect(escape.type(bytes(Q))).toEqual({ pass: bytes(Q), detached: false });
    expect(escape.type(bytes(P + Q))).toEqual({ pass: Buffer.alloc(0), detached: true });
  });

  it("loses no byte and adds none, however chunks fall", () => {
    const text = `ab${P}c${P}${P}d\x1b[200~${P}${Q}\x1b[201~\x1b[112;5ux\x1b[27;5;112~\x1b[A${Q}${P}`;
    for (let one = 0; one < text.length; one += 1)
      for (let other = one; other < text.length; other += 1) {
        const { passed, detached, held } = typed([text.slice(0, one), text.slice(one, other), text.slice(other)]);
        expect({ one, other, detached, text: passed + held }).toEqual({ one, other, detached: false, text });
      }
  });
});
