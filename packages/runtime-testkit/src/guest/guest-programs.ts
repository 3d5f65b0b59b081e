import { allBytes } from "../contract/all-bytes.ts";
import type { ContractProgram } from "../contract/contract-programs.ts";
import type { Guest, GuestProgram } from "./guest.ts";

const WRITE_BYTES = 64 * 1024;

/** The contract's programs in JavaScript: every in-memory runtime has them, under these names. */
export const guestPrograms: Readonly<Record<ContractProgram, GuestProgram>> = Object.freeze({
  exit: ({ args }) => Number(args[0]),
  speak: async ({ args, stdout, stderr }) => {
    await stdout(args[0] ?? "");
    await stderr(args[1] ?? "");
    return Number(args[2]);
  },
  cat: async ({ stdin, stdout }) => {
    for await (const chunk of stdin) await stdout(chunk);
    return 0;
  },
  "count-input": async ({ stdin, stdout }) => {
    let bytes = 0;
    for await (const chunk of stdin) bytes += chunk.length;
    await stdout(`${bytes}\n`);
    return 0;
  },
  "wait-forever": async (guest) => {
    await guest.stdout("ready\n");
    return forever(guest);
  },
  "ignore-term": async (guest) => {
    guest.onSignal("SIGTERM", () => {});
    await guest.stdout("ready\n");
    return forever(guest);
  },
  "handle-term": async ({ args, onSignal, stdout }) => {
    const { promise, resolve } = Promise.withResolvers<number>();
    onSignal("SIGTERM", () => resolve(Number(args[0])));
    await stdout("ready\n");
    return promise;
  },
  ticker: async ({ stdout, sleep }) => {
    for (;;) {
      await stdout("tick\n");
      await sleep(20);
    }
  },
  "print-arguments": async ({ args, stdout }) => {
    for (const argument of args) await stdout(`${argument}\0`);
    return 0;
  },
  "print-environment": async ({ args, spec, stdout }) => {
    for (const name of args) await stdout(`${spec.env[name] ?? "UNSET"}\0`);
    return 0;
  },
  "print-directory": async ({ spec, stdout }) => {
    await stdout(`${spec.workingDir === "" ? "/" : spec.workingDir}\n`);
    return 0;
  },
  "print-bytes": async ({ args, stdout, stderr }) => {
    for (let round = 0; round < Number(args[0]); round += 1) await stdout(allBytes(1));
    await stderr(allBytes(1));
    return 0;
  },
  "print-lines": async ({ args, stdout }) => {
    for (let line = 1; line <= Number(args[0]); line += 1) await stdout(`line ${line}\n`);
    return 0;
  },
  "print-long": async ({ args, stdout }) => {
    for (let left = Number(args[0]); left > 0; left -= WRITE_BYTES) {
      await stdout(Buffer.alloc(Math.min(left, WRITE_BYTES), "x"));
    }
    await stdout(args[1] ?? "");
    return 0;
  },
  "terminal-size": async ({ stdin, stdout, terminalSize }) => {
    for await (const chunk of stdin) {
      const lines = chunk.filter((byte) => byte === 0x0a).length;
      const { rows, columns } = terminalSize();
      await stdout(`${rows} ${columns}\n`.repeat(lines));
    }
    return 0;
  },
});

async function forever({ ended }: Guest): Promise<number> {
  return new Promise((resolve) => {
    ended.addEventListener("abort", () => resolve(0), { once: true });
  });
}
