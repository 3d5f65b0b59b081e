import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { json as jsonOf } from "node:stream/consumers";
import type { Duplex } from "node:stream";
import { execSpec } from "@moat/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { createDockerRuntime } from "../create-docker-runtime.ts";
import { UPGRADED, json, startFakeEngine } from "../testing/fake-engine.ts";
import { frame } from "../testing/frame.ts";

interface AskedExec {
  readonly Cmd: readonly string[];
  readonly Env: readonly string[];
}

/** An engine with one container; its processes are `e1`, the command, and then those that send signals to it. */
async function scene(given: { readonly command: object; readonly sender: (socket: Duplex) => void }) {
  const asked: AskedExec[] = [];
  const inspected = Promise.withResolvers<void>();
  const create = async (response: ServerResponse, request: IncomingMessage) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- What moat itself has sent.
    asked.push((await jsonOf(request)) as AskedExec);
    json({ Id: `e${asked.length}` }, 201)(response);
  };
  const engine = await startFakeEngine({
    answers: {
      "POST /containers/c1/exec": (response, request) => void create(response, request),
      "GET /exec/e1/json": (response) => {
        json(given.command)(response);
        inspected.resolve();
      },
      "GET /exec/e2/json": json({ Running: false, ExitCode: 0, Pid: 7 }),
      "POST /containers/c1/wait": json({ StatusCode: 137 }),
      "GET /containers/c1/json": json({ State: { Status: "exited" } }),
    },
    upgrade: (socket, request) => {
      socket.on("error", () => {});
      if (request.url?.includes("/e1/") === true)
        socket.write(Buffer.concat([Buffer.from(UPGRADED), frame(1, "ready\n")]));
      else given.sender(socket);
    },
  });
  onTestFinished(() => engine[Symbol.asyncDispose]());
  const runtime = await createDockerRuntime({ sandbox: true, check: "on-create", address: engine.address });
  const exec = (signal?: AbortSignal) =>
    runtime.streams.exec("c1", execSpec({ command: ["sleep", "1000"] }), signal === undefined ? {} : { signal });
  return { exec, asked, inspected: inspected.promise };
}

describe("a command in a Docker container", () => {
  it("is ended when its start is canceled after the engine was told of it", async () => {
    const command = { Running: false, ExitCode: null, Pid: 0 };
    const { exec, asked, inspected } = await scene({ command, sender: (socket) => void socket.end(UPGRADED) });
    const abort = new AbortController();
    const starting = exec(abort.signal);
    void inspected.then(() => abort.abort());
    await expect(starting).rejects.toMatchObject({ code: "CANCELED" });
    expect(asked).toHaveLength(2);
    const marker = asked[0]?.Env.find((entry) => entry.startsWith("MOAT_EXEC_ID="))?.slice("MOAT_EXEC_ID=".length);
    expect(asked[1]?.Cmd.slice(-2)).toEqual([marker, "KILL"]);
  });

  it("can be let go of while a signal to it hangs", async () => {
    const sending = Promise.withResolvers<Duplex>();
    const { exec } = await scene({
      command: { Running: true, ExitCode: null, Pid: 5 },
      sender: (socket) => {
        socket.write(UPGRADED);
        sending.resolve(socket.resume());
      },
    });
    const execution = await exec();
    const abort = new AbortController();
    const signaling = execution.signal("SIGKILL", { signal: abort.signal });
    signaling.catch(() => {});
    const socket = await sending.promise;
    const closed = new Promise((resolve) => {
      socket.on("end", resolve).on("close", resolve);
    });
    // Until the answer has been read; sooner, it would be the request that is canceled, which is as well.
    await delay(50);
    abort.abort();
    await expect(signaling).rejects.toMatchObject({ code: "CANCELED" });
    await closed;
    await execution[Symbol.asyncDispose]();
  });

  it("ends with its container, although the engine leaves its output open", async () => {
    const { exec } = await scene({ command: { Running: true, ExitCode: null, Pid: 5 }, sender: () => {} });
    const execution = await exec();
    const chunks: Uint8Array[] = [];
    for await (const { data } of execution.output) chunks.push(data);
    expect(Buffer.concat(chunks).toString()).toBe("ready\n");
    expect(await execution.wait()).toBe(137);
  });
});
