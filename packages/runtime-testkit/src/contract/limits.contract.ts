import type { Ulimit } from "@moat/core";
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

    describe("ulimits", () => {
      session.itNeeds("ulimits", "are what a process sees, soft and hard", async () => {
        const ulimits: readonly Ulimit[] = [
          { name: "nofile", soft: 64, hard: 128 },
          { name: "memlock", soft: 65_536, hard: 131_072 },
        ];
        const script = "ulimit -Sn; ulimit -Hn; ulimit -Sl; ulimit -Hl";
        const { stdout } = await session.run({ ulimits, command: ["sh", "-c", script] });
        expect(stdout.toString()).toBe("64\n128\n64\n128\n");
      });

      session.itNeeds("ulimits", "nofile bounds the open files of a process", async () => {
        const ulimits: readonly Ulimit[] = [{ name: "nofile", soft: 16, hard: 16 }];
        const script = `i=0; while [ $i -lt 20 ]; do set -- "$@" "/tmp/f$i"; i=$((i+1)); done
          echo x | tee /tmp/one > /dev/null && echo few; echo x | tee "$@" > /dev/null 2>&1 || echo refused`;
        const { stdout } = await session.run({ ulimits, command: ["sh", "-c", script] });
        expect(stdout.toString()).toBe("few\nrefused\n");
      });

      session.itNeeds("ulimits", "fsize bounds the size of a file that a process writes", async () => {
        const ulimits: readonly Ulimit[] = [{ name: "fsize", soft: 1000, hard: 1000 }];
        const script = "(head -c 5000 /dev/zero > /tmp/file) 2>/dev/null; wc -c < /tmp/file";
        const { stdout } = await session.run({ ulimits, command: ["sh", "-c", script] });
        expect(stdout.toString().trim()).toBe("1000");
      });

      session.itNeeds("ulimits", "nproc bounds the processes of a user", async () => {
        const ulimits: readonly Ulimit[] = [{ name: "nproc", soft: 12, hard: 12 }];
        const script = "i=0; while [ $i -lt 20 ]; do sleep 3 & i=$((i+1)); done; echo all";
        const { stdout, stderr } = await session.run({ ulimits, user: "54321:54321", command: ["sh", "-c", script] });
        expect({ stdout: stdout.toString(), stderr: stderr.toString() }).toEqual({
          stdout: "",
          stderr: expect.stringMatching(/fork/i),
        });
      });
    });

    describe("dns", () => {
      session.itNeeds("dns", "names the servers, in order, of both address families", async () => {
        const dns = ["192.0.2.53", "2001:db8::53"];
        const { stdout } = await session.run({ dns, command: ["cat", "/etc/resolv.conf"] });
        const servers = stdout.toString().match(/^nameserver .*$/gm);
        expect(servers).toEqual(dns.map((address) => `nameserver ${address}`));
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
