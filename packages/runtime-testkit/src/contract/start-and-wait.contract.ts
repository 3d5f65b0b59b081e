import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { moatError, outcomeOf } from "./moat-error.ts";
import { OutputRecord } from "./output-record.ts";
import { within } from "./until.ts";

const NOT_EXECUTABLE = {
  path: "/contract-not-executable",
  kind: "file",
  content: "#!/bin/sh\n",
  mode: 0o644,
  uid: 0,
  gid: 0,
} as const;

/** `containers.start` and `containers.wait`: how a process begins, ends, and what its code is. */
export function startAndWaitContract(session: ContractSession): void {
  describe("containers.start and wait", () => {
    it("runs a process once: start again does nothing, start after the end is CONTAINER_STATE", async () => {
      const { containers } = session.runtime;
      const { id, output } = await session.launch({ command: session.program("handle-term", "9") });
      await output.shows("ready");
      await containers.start(id);
      expect((await containers.inspect(id)).state.phase).toBe("running");
      expect(output.text()).toBe("ready\n");

      const running = containers.wait(id);
      await containers.signal(id, "SIGTERM");
      const exit = await within(10_000, "wait while running", running);
      expect(exit.code).toBe(9);
      expect(await containers.wait(id)).toEqual(exit);
      expect((await containers.inspect(id)).state).toEqual({ phase: "exited", exit });

      await expect(containers.start(id)).rejects.toEqual(moatError("CONTAINER_STATE"));
      await expect(containers.signal(id, "SIGTERM")).rejects.toEqual(moatError("CONTAINER_STATE"));
      await expect(session.runtime.streams.attach(id)).rejects.toEqual(moatError("CONTAINER_STATE"));
      await containers.stop(id, 1000);
      expect(await containers.wait(id)).toEqual(exit);
    });

    it("wait before start gets the end that is to come, for everyone who waits", async () => {
      const { containers } = session.runtime;
      const { id } = await session.create({ command: session.program("exit", "42") });
      const waits = Promise.all([containers.wait(id), containers.wait(id)]);
      await containers.inspect(id);
      await containers.start(id);
      const [first, second] = await within(20_000, "wait before start", waits);
      expect(first.code).toBe(42);
      expect(second).toEqual(first);
    });

    it("wait before start has no gap where the engine stays", async () => {
      const { containers } = session.runtime;
      let gaps = 0;
      const { id } = await session.create({ command: session.program("wait-forever") });
      const waiting = containers.wait(id, { onGap: () => (gaps += 1) });
      const output = new OutputRecord((await session.attach(id)).output);
      await containers.start(id);
      await output.shows("ready");
      await containers.signal(id, "SIGKILL");
      expect((await within(20_000, "wait before start", waiting)).code).toBe(137);
      expect(gaps).toBe(0);
    });

    it.each([0, 1, 255])("gives the process's own code %i, its times, and no error", async (code) => {
      const { exit } = await session.run({ command: session.program("exit", String(code)) });
      expect(exit).toMatchObject({ code, outOfMemory: false, error: "" });
      expect(Date.parse(exit.startedAt)).not.toBeNaN();
      // An engine may note the start when it hears of it: a quick process has ended by then.
      expect(Date.parse(exit.finishedAt)).toBeGreaterThan(Date.parse(exit.startedAt) - 1000);
    });

    it.each(["/no/such/program", "no-such-program"])("ends with 127 when there is no %s", async (program) => {
      const { exit } = await session.run({ command: [program, "--flag"] });
      expect(exit.code).toBe(127);
    });

    it("ends with 126 when the program is not executable", async () => {
      const { exit } = await session.run({ files: [NOT_EXECUTABLE], command: [NOT_EXECUTABLE.path] });
      expect(exit.code).toBe(126);
    });

    it("wait throws CONTAINER_NOT_FOUND when a container that never started is removed meanwhile", async () => {
      const { containers } = session.runtime;
      const { id } = await session.create();
      const wait = containers.wait(id);
      const outcome = outcomeOf(within(10_000, "wait on a removed container", wait));
      await containers.inspect(id);
      await containers.remove(id);
      expect(await outcome).toBe("CONTAINER_NOT_FOUND");
    });

    it("wait ends when a running container is removed meanwhile", async () => {
      const { containers } = session.runtime;
      const { id, output } = await session.launch({ command: session.program("wait-forever") });
      await output.shows("ready");
      const wait = within(10_000, "wait on a removed container", containers.wait(id));
      const outcome = outcomeOf(wait.then((exit) => expect(exit.code).toBe(137)));
      await containers.remove(id);
      // The process is killed first, so its end may still be seen: both answers are true.
      expect(["ok", "CONTAINER_NOT_FOUND"]).toContain(await outcome);
    });
  });
}
