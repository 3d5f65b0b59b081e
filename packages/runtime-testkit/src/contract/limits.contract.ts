import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { drain } from "./drain.ts";

const MEBIBYTE = 1024 * 1024;
const NO_LIMITS = { memoryBytes: 0, cpus: 0, pids: 0, logBytes: 0 } as const;

/** Limits and capabilities of the kernel. */
export function limitsContract(session: ContractSession): void {
  session.onPosix("limits, kernel capabilities", () => {
    describe("limits", () => {
      it("kill a process that takes more memory than it may", async () => {
        const limits = { ...NO_LIMITS, memoryBytes: 128 * MEBIBYTE };
        // tail keeps a line that does not end in memory; head bounds the damage where there is no limit after all.
        const script = "head -c 1073741824 /dev/zero | tail > /dev/null";
        const { exit, isolation } = await session.run({ limits, command: ["sh", "-c", script] });
        expect(exit.code).toBe(137);
        expect(exit.outOfMemory || isolation.kind !== "none").toBe(true);
      });

      it("bound the log and drop its oldest part", async () => {
        const limits = { ...NO_LIMITS, logBytes: MEBIBYTE };
        const { id } = await session.run({
          limits,
          command: session.program("print-long", String(12 * MEBIBYTE), "\nlast\n"),
        });
        const entries = await drain(session.runtime.streams.logs(id, { follow: false, tail: "all" }));
        const log = Buffer.concat(entries.map((entry) => entry.data));
        expect(log.length).toBeLessThan(6 * MEBIBYTE);
        expect(log.subarray(-5).toString()).toBe("last\n");
      });

      it("do not hinder an ordinary process", async () => {
        const limits = { memoryBytes: 512 * MEBIBYTE, cpus: 1.5, pids: 4096, logBytes: 16 * MEBIBYTE };
        const script = "for i in 1 2 3 4 5 6 7 8; do ls / > /dev/null & done; wait; echo fine";
        const { stdout, exit } = await session.run({ limits, command: ["sh", "-c", script] });
        expect({ stdout: stdout.toString(), code: exit.code }).toEqual({ stdout: "fine\n", code: 0 });
      });
    });

    describe("kernel capabilities", () => {
      it.each([
        [[], 0n],
        [["CHOWN", "KILL"], 0b100001n],
      ])("are dropped but %j", async (addedCapabilities, expected) => {
        const { stdout } = await session.run({ addedCapabilities, command: ["grep", "^CapEff", "/proc/self/status"] });
        expect(BigInt(`0x${stdout.toString().replace("CapEff:", "").trim()}`)).toBe(expected);
      });
    });
  });
}
