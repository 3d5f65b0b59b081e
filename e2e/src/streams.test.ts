import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import type { MoatProcess } from "./driver/moat-process.ts";
import { sha256OfOutput, sha256OfText, streamOfText } from "./driver/sha256.ts";

const MIB = 1024 ** 2;
/** The engine's log keeps each line apart, so that short ones would cost it minutes. */
const LINE = Array.from({ length: 280 }, (_, n) => n + 1).join(" ");

describe("4: much output, and input", () => {
  it("1 GiB arrives unchanged, in the memory that 64 MiB need", async () => {
    await using box = await Box.open();
    const small = await passThrough(box, 64 * MIB);
    const large = await passThrough(box, 1024 * MIB);
    expect(small.sha256).toBe(sha256OfText(LINE, 64 * MIB));
    expect(large.sha256).toBe(sha256OfText(LINE, 1024 * MIB));
    // What differs is when the collector runs; a leak would be hundreds of MiB.
    expect(large.peakMiB).toBeLessThan(small.peakMiB + 64);
  }, 600_000);

  it("300 MiB of input arrive unchanged", async () => {
    await using box = await Box.open();
    const input = streamOfText("y", 300 * MIB);
    const { stdout } = await box.moat(["run", "--", "sha256sum"], { input });
    expect(stdout.toString()).toBe(`${sha256OfText("y", 300 * MIB)}  -\n`);
  });

  it("every byte value passes in both directions", async () => {
    await using box = await Box.open();
    const input = Uint8Array.from({ length: 4096 }, (_, n) => n % 256);
    const { stdout } = await box.moat(["run", "--", "cat"], { input });
    expect(stdout.equals(Buffer.from(input))).toBe(true);
  });

  it("the run ends when the command does, though stdin stays open", async () => {
    await using box = await Box.open();
    const { code, stdout } = await box.moat(["run", "--", "echo", "done"], { input: { open: true } });
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 0, stdout: "done\n" });
  });

  it("the command sees the end of its input", async () => {
    await using box = await Box.open();
    const { stdout } = await box.moat(["run", "--", "sh", "-c", "wc -c; echo ended"], { input: "12345" });
    expect(stdout.toString()).toBe("5\nended\n");
    expect((await box.moat(["run", "--", "wc", "-c"])).stdout.toString()).toBe("0\n");
  });

  it("-d reads no input", async () => {
    await using box = await Box.open();
    const started = box.start(["run", "-d", "-n", "deaf", "--", "sh", "-c", "wc -c; sleep 60"], {
      input: { open: true },
    });
    started.child.stdin?.write("not for the command");
    expect((await started.ended).code).toBe(0);
    const logs = box.start(["logs", "--follow", "deaf"]);
    await logs.says("0\n");
    expect((await box.moat(["stop", "-t", "0", "deaf"])).code).toBe(0);
    await logs.ended;
  });

  it("a reader that goes away ends the command", async () => {
    await using box = await Box.open();
    const line = `"${box.program}" run -n piped -- yes | head -1; echo "$PIPESTATUS" >&2`;
    const { stdout, stderr } = await box.startProgram("bash", ["-c", line]).ended;
    expect({ stdout: stdout.toString(), stderr }).toEqual({ stdout: "y\n", stderr: "141\n" });
    expect(await box.json(["list"])).toEqual([]);
  });
});

/** Has the command write that much, and says what arrived and what moat needed for it. */
async function passThrough(box: Box, bytes: number): Promise<{ sha256: string; peakMiB: number }> {
  const command = ["sh", "-c", `yes "$LINE" | head -c ${bytes}`];
  const process = box.startUnread(["run", "-e", `LINE=${LINE}`, "--", ...command]);
  const peak = peakMemoryMiB(process);
  const sha256 = await sha256OfOutput(process);
  const { code } = await process.ended;
  if (code !== 0) throw new Error(`ended with ${code}`);
  return { sha256, peakMiB: await peak };
}

/** The most memory that a process ever had, looked at until it has gone. */
async function peakMemoryMiB({ pid, ended }: MoatProcess): Promise<number> {
  let peak = 0;
  const over = new AbortController();
  void ended.finally(() => over.abort());
  while (!over.signal.aborted) {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    peak = Math.max(peak, Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024);
    await delay(50);
  }
  return peak;
}
