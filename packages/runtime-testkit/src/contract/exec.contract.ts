import { type ExecSpec, type Execution, execSpec } from "@moat/core";
import { describe, expect, it } from "vitest";

import { allBytes } from "./all-bytes.ts";
import type { ContractSession } from "./contract-session.ts";
import { moatError, outcomeOf } from "./moat-error.ts";
import { OutputRecord } from "./output-record.ts";
import { until, within } from "./until.ts";

const CHUNK = 64 * 1024;
const LAST_WORDS_BYTES = 300_000;

interface Launched {
  readonly execution: Execution;
  readonly output: OutputRecord;
}

async function finish({ execution, output }: Launched) {
  await within(20_000, "the output of a process", output.ended);
  const code = await within(20_000, "the end of a process", execution.wait());
  return { stdout: output.text("stdout"), stderr: output.text("stderr"), code };
}

/** `streams.exec`: one more process in a container. */
export function execContract(session: ContractSession): void {
  const host = async (given = {}) => {
    const { id, output } = await session.launch({ command: session.program("wait-forever"), ...given });
    await output.shows("ready");
    return id;
  };
  const launch = async (id: string, given: Partial<ExecSpec> & Pick<ExecSpec, "command">): Promise<Launched> => {
    const execution = await session.exec(id, execSpec(given));
    return { execution, output: new OutputRecord(execution.output) };
  };
  const run = async (id: string, given: Partial<ExecSpec> & Pick<ExecSpec, "command">) =>
    finish(await launch(id, given));

  describe("streams.exec", () => {
    it("runs a process beside the container's own: streams apart, its own code, nothing in the logs", async () => {
      const id = await host();
      const said = await run(id, { command: session.program("speak", "out\n", "err\n", "42") });
      expect(said).toEqual({ stdout: "out\n", stderr: "err\n", code: 42 });
      expect((await session.runtime.containers.inspect(id)).state.phase).toBe("running");
      const logged: string[] = [];
      for await (const { data } of session.runtime.streams.logs(id, { follow: false, tail: "all" })) {
        logged.push(Buffer.from(data).toString());
      }
      expect(logged.join("")).toBe("ready\n");
    });

    it("passes arguments on unchanged, and tells the code again", async () => {
      const id = await host();
      const args = ["", " ", "a b", "'\"$x`", "-n", "--", "*", "ä\n€"];
      const launched = await launch(id, { command: session.program("print-arguments", ...args) });
      expect((await finish(launched)).stdout).toBe(args.map((argument) => `${argument}\0`).join(""));
      expect(await launched.execution.wait()).toBe(0);
    });

    it("adds to the container's environment, and is stronger; uses its directory unless told another", async () => {
      const id = await host({ env: { KEPT: "from the container", BOTH: "weak" }, workingDir: "/tmp" });
      const env = { BOTH: "strong", "odd.name": "x=y\nz" };
      const printed = await run(id, { env, command: session.program("print-environment", "KEPT", "BOTH") });
      expect(printed.stdout).toBe("from the container\0strong\0");
      expect((await run(id, { command: session.program("print-directory") })).stdout).toBe("/tmp\n");
      const elsewhere = await run(id, { workingDir: "/", command: session.program("print-directory") });
      expect(elsewhere.stdout).toBe("/\n");
    });

    it("ends with 127 and words about it, when the program does not exist", async () => {
      const id = await host();
      for (const command of [["moat-no-such-program"], ["/moat/no/such/program", "x"]]) {
        const { stdout, stderr, code } = await run(id, { command, stdin: true });
        expect({ stdout, code }).toEqual({ stdout: "", code: 127 });
        expect(stderr).toContain(command[0]);
      }
    });

    it("brings input and its end; output still arrives after it", async () => {
      const id = await host();
      const launched = await launch(id, { stdin: true, command: session.program("cat") });
      await launched.execution.write(Buffer.from("first\n"));
      await launched.output.shows("first\n");
      await launched.execution.write(allBytes(4096));
      await launched.execution.endInput();
      await launched.execution.endInput();
      expect((await finish(launched)).code).toBe(0);
      expect(launched.output.bytes("stdout").equals(Buffer.concat([Buffer.from("first\n"), allBytes(4096)]))).toBe(
        true,
      );
      await within(5000, "write after the end", launched.execution.write(Buffer.alloc(CHUNK)));
    });

    it("is at the end of its input at once without `stdin`", async () => {
      const id = await host();
      const said = await run(id, { command: session.program("cat") });
      expect(said).toEqual({ stdout: "", stderr: "", code: 0 });
    });

    it("loses no output when the process ends while input is being written, however slow the reader (20 times)", async () => {
      const id = await host();
      const command = session.program("print-long", String(LAST_WORDS_BYTES), "the end");
      for (let round = 1; round <= 20; round += 1) {
        const execution = await session.exec(id, execSpec({ stdin: true, command }));
        const state = { isOver: false };
        const writing = (async () => {
          while (!state.isOver) {
            await execution.write(Buffer.alloc(CHUNK));
            await new Promise((resolve) => {
              setImmediate(resolve);
            });
          }
        })();
        // Odd rounds read at once; in even ones the process is over, as far as it can be, before anybody reads.
        if (round % 2 === 0) await new Promise((resolve) => setTimeout(resolve, 20 * round));
        const output = new OutputRecord(execution.output);
        await within(20_000, "the output", output.ended);
        state.isOver = true;
        await within(5000, "the writer", writing);
        expect({ round, bytes: output.bytes("stdout").length, end: output.text().slice(-7) }).toEqual({
          round,
          bytes: LAST_WORDS_BYTES + "the end".length,
          end: "the end",
        });
        expect(await execution.wait()).toBe(0);
      }
    });

    it("sends a signal to this process, and to no other", async () => {
      const id = await host();
      const bystander = await launch(id, { command: session.program("wait-forever") });
      const handling = await launch(id, { command: session.program("handle-term", "7") });
      const plain = await launch(id, { command: session.program("wait-forever") });
      for (const { output } of [bystander, handling, plain]) await output.shows("ready");
      await handling.execution.signal("SIGTERM");
      expect((await finish(handling)).code).toBe(7);
      await plain.execution.signal("SIGINT");
      expect((await finish(plain)).code).toBe(130);
      await plain.execution.signal("SIGINT");
      expect((await session.runtime.containers.inspect(id)).state.phase).toBe("running");
      await bystander.execution.signal("SIGKILL");
      expect((await finish(bystander)).code).toBe(137);
    });

    it("ends with its container, with 137", async () => {
      const id = await host();
      const launched = await launch(id, { command: session.program("ignore-term") });
      await launched.output.shows("ready");
      await session.runtime.containers.stop(id, 0);
      expect((await finish(launched)).code).toBe(137);
    });

    it("can be closed with output unread; the process goes on", async () => {
      const id = await host();
      const ticker = await session.exec(id, execSpec({ command: session.program("ticker") }));
      await within(5000, "close", ticker[Symbol.asyncDispose]());
      await within(5000, "second close", ticker[Symbol.asyncDispose]());
      expect(
        await Promise.race([ticker.wait(), new Promise((resolve) => setTimeout(() => resolve("lives"), 300))]),
      ).toBe("lives");
      await ticker.signal("SIGKILL");
      expect([137, session.subject.codeOfLeftExecution]).toContain(await within(10_000, "the end", ticker.wait()));
    });

    it("gives up waiting when the caller does", async () => {
      const id = await host();
      const { execution } = await launch(id, { command: session.program("wait-forever") });
      const abort = new AbortController();
      const waiting = execution.wait({ signal: abort.signal });
      abort.abort();
      await expect(within(5000, "wait", waiting)).rejects.toEqual(moatError("CANCELED"));
    });

    it("is refused before the container has started, and after it has ended", async () => {
      const spec = execSpec({ command: session.program("exit", "0") });
      const { id } = await session.create({ command: session.program("exit", "0") });
      await expect(session.exec(id, spec)).rejects.toEqual(moatError("CONTAINER_STATE"));
      await session.runtime.containers.start(id);
      await session.runtime.containers.wait(id);
      await expect(session.exec(id, spec)).rejects.toEqual(moatError("CONTAINER_STATE"));
    });

    session.itNeeds(
      "tty",
      "gives it a terminal of its own, which has the spec's size and then what resize says",
      async () => {
        const id = await host();
        const spec = { tty: true, stdin: true, terminalSize: { columns: 101, rows: 33 } };
        const { execution, output } = await launch(id, { ...spec, command: session.program("terminal-size") });
        const hasSize = async (size: string) =>
          until(`the terminal is ${size}`, async () => {
            await execution.write(Buffer.from("\n"));
            return output.text().includes(size);
          });
        await hasSize("33 101");
        await execution.resize({ columns: 120, rows: 40 });
        await hasSize("40 120");
        await execution.write(Buffer.from([0x04]));
        if (session.subject.guest === "scripted") await execution.signal("SIGKILL");
        await within(10_000, "the output", output.ended);
        await execution.resize({ columns: 80, rows: 24 });
        const both = await run(id, { tty: true, command: session.program("speak", "out\n", "err\n", "4") });
        expect(both).toEqual({ stdout: "out\r\nerr\r\n", stderr: "", code: 4 });
      },
    );

    it("needs the capability `tty` for a terminal", async () => {
      const id = await host();
      const exec = session.exec(id, execSpec({ tty: true, command: session.program("exit", "0") }));
      const expected = session.runtime.capabilities.tty ? "ok" : "CAPABILITY_UNSUPPORTED";
      expect(await outcomeOf(exec)).toBe(expected);
    });
  });

  session.onPosix("users and directories of streams.exec", () => {
    describe("streams.exec, users and directories", () => {
      it("ends with 126 when the program is not executable", async () => {
        const id = await host();
        for (const command of [["/etc/passwd"], ["/etc"]]) {
          expect(await run(id, { command })).toMatchObject({ stdout: "", code: 126 });
        }
      });

      it("runs as the container's user, or as the one that is named", async () => {
        const id = await host({ user: "1234:1235" });
        const command = ["sh", "-c", "echo $(id -u):$(id -g)"];
        expect((await run(id, { command })).stdout).toBe("1234:1235\n");
        expect((await run(id, { command, user: "0" })).stdout).toBe("0:0\n");
        expect((await run(id, { command, user: "77:78" })).stdout).toBe("77:78\n");
        expect((await run(id, { command, user: "root" })).stdout).toBe("0:0\n");
      });

      it("refuses a user or a directory that is not there", async () => {
        const id = await host();
        const command = ["true"];
        await expect(session.exec(id, execSpec({ command, user: "moat-nobody" }))).rejects.toEqual(
          moatError("EXEC_INVALID"),
        );
        await expect(session.exec(id, execSpec({ command, workingDir: "/moat/no/such" }))).rejects.toEqual(
          moatError("EXEC_INVALID"),
        );
      });

      it("signals a process that runs as another user than the container's", async () => {
        const id = await host({ user: "1234:1235" });
        const launched = await launch(id, { user: "77:78", command: session.program("wait-forever") });
        await launched.output.shows("ready");
        await launched.execution.signal("SIGTERM");
        expect((await finish(launched)).code).toBe(143);
      });
    });
  });
}
