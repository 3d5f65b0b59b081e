import { describe, expect, it } from "vitest";

import { allBytes } from "./all-bytes.ts";
import type { ContractSession } from "./contract-session.ts";
import { OutputRecord } from "./output-record.ts";
import { settles, within } from "./until.ts";

const CHUNK = 64 * 1024;
const UNREAD_BYTES = 64 * 1024 * 1024;

/** `streams.attach`: what the process reads. */
export function inputContract(session: ContractSession): void {
  describe("streams.attach, input", () => {
    it("brings bytes as they are written, and the end of input; output still arrives after it", async () => {
      const launched = await session.launch({ stdin: true, command: session.program("cat") });
      const { attachment, output } = launched;
      await attachment.write(Buffer.from("first\n"));
      await output.shows("first\n");
      await attachment.write(allBytes(4));
      await attachment.endInput();
      await attachment.endInput();
      const { stdout, stderr, exit } = await session.finish(launched);
      expect(stdout.equals(Buffer.concat([Buffer.from("first\n"), allBytes(4)]))).toBe(true);
      expect(stderr.toString()).toBe("");
      expect(exit.code).toBe(0);
    });

    it("can be left alone: nothing is written then, and closing does not end it", async () => {
      const launched = await session.launch({ stdin: true, command: session.program("cat") });
      const watching = await session.runtime.streams.attach(launched.id, { input: false });
      await watching.write(Buffer.from("never\n"));
      await watching.endInput();
      await within(5000, "close", watching[Symbol.asyncDispose]());
      await launched.attachment.write(Buffer.from("first\n"));
      await launched.output.shows("first\n");
      await launched.attachment.endInput();
      expect((await session.finish(launched)).stdout.toString()).toBe("first\n");
    });

    it("takes 4 MiB that are written before start and while it reads", async () => {
      const { id, isolation } = await session.create({ stdin: true, command: session.program("count-input") });
      const attachment = await session.attach(id);
      await attachment.write(Buffer.from("before start"));
      await session.runtime.containers.start(id);
      const chunk = allBytes(CHUNK / 256);
      for (let sent = 0; sent < 4 * 1024 * 1024; sent += CHUNK) {
        await within(20_000, "write", attachment.write(chunk));
      }
      await attachment.endInput();
      const output = new OutputRecord(attachment.output);
      const { stdout } = await session.finish({ id, isolation, attachment, output });
      expect(stdout.toString().trim()).toBe(String(4 * 1024 * 1024 + "before start".length));
    });

    it("makes the writer wait while the process does not read, and lets go when the process has ended", async () => {
      const { id, attachment, output } = await session.launch({
        stdin: true,
        command: session.program("wait-forever"),
      });
      await output.shows("ready");
      let taken = 0;
      const chunk = Buffer.alloc(CHUNK);
      const writing = (async () => {
        for (; taken < UNREAD_BYTES; taken += CHUNK) await attachment.write(chunk);
      })();
      await settles("the bytes that were taken", () => taken);
      expect(taken).toBeLessThan(UNREAD_BYTES);
      await session.runtime.containers.stop(id, 0);
      await within(10_000, "write to an ended process", writing);
    });

    it("does not hold the output open: it ends with the process, and later input goes nowhere", async () => {
      const launched = await session.launch({ stdin: true, command: session.program("speak", "done", "", "5") });
      const { stdout, exit } = await session.finish(launched);
      expect(stdout.toString()).toBe("done");
      expect(exit.code).toBe(5);
      await within(5000, "write after the end", launched.attachment.write(Buffer.alloc(CHUNK)));
      await within(5000, "endInput after the end", launched.attachment.endInput());
    });

    it("is at its end at once without `stdin`", async () => {
      const { stdout, exit } = await session.run({ command: session.program("cat") });
      expect({ stdout: stdout.toString(), code: exit.code }).toEqual({ stdout: "", code: 0 });
    });
  });
}
