import type { LogEntry } from "@moat/core";
import { describe, expect, it } from "vitest";

import { allBytes } from "./all-bytes.ts";
import type { ContractSession } from "./contract-session.ts";
import { drain } from "./drain.ts";
import { OutputRecord } from "./output-record.ts";
import { within } from "./until.ts";

const RFC_3339_NANOSECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/;

function bytes(entries: readonly LogEntry[], stream: LogEntry["stream"] = "stdout"): Buffer {
  return Buffer.concat(entries.filter((entry) => entry.stream === stream).map((entry) => entry.data));
}

/** `streams.logs`. */
export function logsContract(session: ContractSession): void {
  async function read(id: string, tail: number | "all" = "all"): Promise<readonly LogEntry[]> {
    return within(20_000, "logs", drain(session.runtime.streams.logs(id, { follow: false, tail })));
  }

  async function text(id: string, tail: number | "all"): Promise<string> {
    return bytes(await read(id, tail)).toString();
  }

  describe("streams.logs", () => {
    it("has all lines in order with increasing times, or the last N", async () => {
      const { id } = await session.run({ command: session.program("print-lines", "20") });
      const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`);
      const entries = await read(id);
      expect(bytes(entries).toString()).toBe(lines.join(""));
      const times = entries.map((entry) => entry.time);
      for (const time of times) expect(time).toMatch(RFC_3339_NANOSECONDS);
      expect(times).toEqual(times.toSorted());
      expect(await text(id, 3)).toBe(lines.slice(-3).join(""));
      expect(await text(id, 0)).toBe("");
      expect(await text(id, 100)).toBe(lines.join(""));
    });

    it("begins at a time, to the nanosecond, and then counts the last lines", async () => {
      const { id } = await session.run({ command: session.program("print-lines", "20") });
      const entries = await read(id);
      const since = entries.at(-5)?.time ?? "";
      const later = async (tail: number | "all") =>
        within(20_000, "logs", drain(session.runtime.streams.logs(id, { follow: false, tail, since })));
      const wanted = entries.filter(({ time }) => time >= since);
      expect(bytes(await later("all")).equals(bytes(wanted))).toBe(true);
      expect(bytes(await later(2)).equals(bytes(entries.slice(-2)))).toBe(true);
    });

    it("keeps both streams apart and exact to the byte", async () => {
      const { id } = await session.run({ command: session.program("print-bytes", "64") });
      const entries = await read(id);
      expect(bytes(entries, "stdout").equals(allBytes(64))).toBe(true);
      expect(bytes(entries, "stderr").equals(allBytes(1))).toBe(true);
    });

    it("has a line of 200 kB that nothing ends", async () => {
      const { id } = await session.run({ command: session.program("print-long", "200000", "") });
      expect(bytes(await read(id)).equals(Buffer.alloc(200_000, "x"))).toBe(true);
    });

    it("counts lines and not the engine's pieces of them, and the last one needs no newline", async () => {
      const length = Math.min(40_000, session.subject.longestLoggedLine ?? 40_000);
      const { id } = await session.run({ command: session.program("print-long", String(length), "\nlast") });
      const short = async (tail: number | "all") =>
        (await text(id, tail)).replace(/x+/, (run) => `${run.length} times x`);
      expect(await short("all")).toBe(`${length} times x\nlast`);
      expect(await short(2)).toBe(`${length} times x\nlast`);
      expect(await short(1)).toBe("last");
    });

    it("is empty before start, and with follow ends at once after the end", async () => {
      const { id } = await session.create({ command: session.program("speak", "said", "", "0") });
      expect(await read(id)).toEqual([]);
      await session.runtime.containers.start(id);
      await session.runtime.containers.wait(id);
      const entries = drain(session.runtime.streams.logs(id, { follow: true, tail: "all" }));
      expect(bytes(await within(10_000, "logs of an ended container", entries)).toString()).toBe("said");
    });

    it("with follow goes on until the container ends, and can be left before", async () => {
      const { id } = await session.create({ command: session.program("ticker") });
      await session.runtime.containers.start(id);
      const output = new OutputRecord(session.runtime.streams.logs(id, { follow: true, tail: "all" }));
      await output.shows("tick\ntick\n");

      const leave = async (): Promise<string> => {
        for await (const entry of session.runtime.streams.logs(id, { follow: true, tail: "all" })) {
          return Buffer.from(entry.data).toString();
        }
        return "";
      };
      expect(await within(5000, "leaving the logs", leave())).toContain("tick");

      await session.runtime.containers.stop(id, 0);
      await within(10_000, "the logs of an ended container", output.ended);
      expect(output.text()).toBe(await text(id, "all"));
    });

    session.itNeeds("tty", "has what a terminal showed", async () => {
      const spec = { tty: true, command: session.program("speak", "out\n", "err\n", "0") };
      const { id } = await session.run(spec);
      expect(await text(id, "all")).toBe("out\r\nerr\r\n");
    });
  });
}
