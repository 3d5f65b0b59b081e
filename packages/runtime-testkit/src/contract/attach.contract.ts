import { describe, expect, it } from "vitest";

import { allBytes } from "./all-bytes.ts";
import type { ContractSession } from "./contract-session.ts";
import { OutputRecord } from "./output-record.ts";
import { until, within } from "./until.ts";

const FLOOD_BYTES = 32 * 1024 * 1024;

/** `streams.attach`: what the process writes. */
export function attachContract(session: ContractSession): void {
  describe("streams.attach, output", () => {
    it("before start loses nothing, however quick the process ends (10 times)", async () => {
      const command = session.program("speak", "out\n", "err\n", "3");
      for (let round = 1; round <= 10; round += 1) {
        const { stdout, stderr, exit } = await session.run({ command });
        expect({ round, stdout: stdout.toString(), stderr: stderr.toString(), code: exit.code }).toEqual({
          round,
          stdout: "out\n",
          stderr: "err\n",
          code: 3,
        });
      }
    });

    it("is exact to the byte, 1 MiB on stdout and all bytes on stderr", async () => {
      const { stdout, stderr } = await session.run({ command: session.program("print-bytes", "4096") });
      expect(stderr.equals(allBytes(1))).toBe(true);
      expect(stdout.length).toBe(1024 * 1024);
      expect(stdout.equals(allBytes(4096))).toBe(true);
    });

    it("makes the process wait while nobody reads, and then has everything", async () => {
      const { id } = await session.create({ command: session.program("print-long", String(FLOOD_BYTES), "the end") });
      const attachment = await session.attach(id);
      await session.runtime.containers.start(id);
      const watchedUntil = performance.now() + 1500;
      await until("the process had time to end", async () => {
        expect((await session.runtime.containers.inspect(id)).state.phase).toBe("running");
        return performance.now() > watchedUntil;
      });

      const output = new OutputRecord(attachment.output);
      await within(30_000, "the output", output.ended);
      expect(output.bytes("stdout").length).toBe(FLOOD_BYTES + "the end".length);
      expect(output.bytes("stdout").subarray(-7).toString()).toBe("the end");
    });

    it("can be closed with output unread, and again; the process goes on", async () => {
      const command = session.program("print-long", "1000000000000", "");
      const { id } = await session.create({
        command,
        limits: { memoryBytes: 0, cpus: 0, pids: 0, logBytes: 1024 * 1024 },
      });
      const attachment = await session.attach(id);
      await session.runtime.containers.start(id);
      await within(5000, "close", attachment[Symbol.asyncDispose]());
      await within(5000, "second close", attachment[Symbol.asyncDispose]());
      expect((await session.runtime.containers.inspect(id)).state.phase).toBe("running");
      await within(10_000, "remove", session.runtime.containers.remove(id));
    });

    it("connects to a running container, gets its output from then on, and may do so again", async () => {
      const { containers } = session.runtime;
      const { id } = await session.create({ command: session.program("ticker") });
      await containers.start(id);
      for (const _ of ["first", "second"]) {
        const attachment = await session.attach(id);
        await new OutputRecord(attachment.output).shows("tick\n");
        await within(5000, "close", attachment[Symbol.asyncDispose]());
      }
      const attachment = await session.attach(id);
      const output = new OutputRecord(attachment.output);
      expect((await containers.inspect(id)).state.phase).toBe("running");
      await containers.stop(id, 0);
      await within(10_000, "the output of an ended process", output.ended);
    });
  });
}
