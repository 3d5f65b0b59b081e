import { describe, expect, it } from "vitest";
import type { Attendance } from "../execute/attend-run.ts";
import { EndObserver } from "./end-observer.ts";

const failed = { sandbox: true, exitCode: 2, outOfMemory: false, memoryBytes: 0 };
const stdout = (text: string) => ({ stream: "stdout", data: Buffer.from(text) }) as const;
const stderr = (text: string) => ({ stream: "stderr", data: Buffer.from(text) }) as const;

describe("EndObserver", () => {
  it("passes the streams on, and sees them", async () => {
    const written: string[] = [];
    const write = (name: string) => (data: Uint8Array) => {
      written.push(`${name}:${Buffer.from(data).toString()}`);
      return Promise.resolve();
    };
    const observer = new EndObserver();
    const io = observer.streamsOf({ stdin: undefined, stdout: write("out"), stderr: write("err") });
    await io.stdout(Buffer.from("a"));
    await io.stderr(Buffer.from("b"));
    expect(written).toEqual(["out:a", "err:b"]);
    expect(observer.tail).toBe("ab");
  });

  it("keeps the last bytes only, however they come", () => {
    const text = Array.from({ length: 1000 }, (_, n) => `line ${n}\n`).join("");
    for (const size of [1, 7, 2_048, 10_000]) {
      const observer = new EndObserver();
      for (let at = 0; at < text.length; at += size) observer.saw(stdout(text.slice(at, at + size)));
      expect(observer.tail).toBe(text.slice(-2_048));
    }
  });

  it("tells a silent end from one with an error message, and from one that was asked for", async () => {
    const sent: string[] = [];
    const attendance: Attendance = {
      done: new Promise(() => {}),
      signal: (name) => Promise.resolve(void sent.push(name)),
      resize: () => Promise.resolve(),
      detach: () => {},
    };
    const silent = new EndObserver();
    expect(silent.explain(failed)).toMatch(/without a word/);
    await silent.signalsTo(attendance).signal("SIGTERM");
    expect(sent).toEqual(["SIGTERM"]);
    expect(silent.explain(failed)).toBe("");
    const loud = new EndObserver();
    loud.saw(stderr("usage: x"));
    expect(loud.explain(failed)).toBe("");
  });

  it("does not call an end silent whose beginning it has not seen", () => {
    expect(new EndObserver().explain(failed)).toContain("without a word");
    expect(new EndObserver({ fromStart: false }).explain(failed)).toBe("");
  });
});
