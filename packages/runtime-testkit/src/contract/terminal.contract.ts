import type { Attachment } from "@moat/core";
import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { OutputRecord } from "./output-record.ts";
import { until, within } from "./until.ts";

const ENTER = Buffer.from("\n");

/** The size arrives a little after the call on some engines: asks until the answer is right. */
async function hasSize(attachment: Attachment, output: OutputRecord, size: string): Promise<void> {
  await until(
    `the terminal is ${size}`,
    async () => {
      await attachment.write(ENTER);
      return output.text().includes(size);
    },
    { everyMs: 100 },
  );
}

/** A spec with a terminal, and `resize`. */
export function terminalContract(session: ContractSession): void {
  const terminal = { tty: true, stdin: true, command: session.program("terminal-size") } as const;

  describe("a terminal", () => {
    session.itNeeds("tty", "makes stdout and stderr one stream, with the terminal's line ends", async () => {
      const spec = { tty: true, command: session.program("speak", "out\n", "err\n", "4") };
      const { stdout, stderr, exit } = await session.run(spec);
      expect(stdout.toString()).toBe("out\r\nerr\r\n");
      expect(stderr.toString()).toBe("");
      expect(exit.code).toBe(4);
    });

    session.itNeeds("tty", "has the spec's size first, and then what resize says", async () => {
      const spec = { ...terminal, terminalSize: { columns: 101, rows: 33 } };
      const { id } = await session.create(spec);
      const attachment = await session.attach(id);
      await attachment.resize({ columns: 1, rows: 1 });
      const output = new OutputRecord(attachment.output);
      await session.runtime.containers.start(id);
      await hasSize(attachment, output, "33 101");
      await attachment.resize({ columns: 120, rows: 40 });
      await hasSize(attachment, output, "40 120");
      await session.runtime.containers.stop(id, 0);
      await within(10_000, "the output", output.ended);
      await attachment.resize({ columns: 80, rows: 24 });
    });

    session.itNeeds("tty", "stays when an attachment is closed: the next one writes, reads and resizes", async () => {
      const { id, attachment, output } = await session.launch(terminal);
      await attachment.resize({ columns: 90, rows: 30 });
      await hasSize(attachment, output, "30 90");
      await within(5000, "close", attachment[Symbol.asyncDispose]());
      const next = await session.attach(id);
      const nextOutput = new OutputRecord(next.output);
      await hasSize(next, nextOutput, "30 90");
      await next.resize({ columns: 91, rows: 31 });
      await hasSize(next, nextOutput, "31 91");
    });

    it("is not needed for resize, which then does nothing", async () => {
      const launched = await session.launch({ command: session.program("wait-forever") });
      await launched.output.shows("ready");
      await launched.attachment.resize({ columns: 80, rows: 24 });
      await session.runtime.containers.signal(launched.id, "SIGTERM");
      expect((await session.finish(launched)).exit.code).toBe(143);
    });
  });
}
