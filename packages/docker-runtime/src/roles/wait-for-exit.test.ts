import type { ServerResponse } from "node:http";
import { containerSpec } from "@moat/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { createDockerRuntime } from "../create-docker-runtime.ts";
import { inspected, json, startFakeEngine } from "../testing/fake-engine.ts";

type Answer = (response: ServerResponse) => void;

/** An engine with one container, which has ended when its end was waited for so many times. */
async function scene(answer: Answer, times = 1) {
  let waits = 0;
  const engine = await startFakeEngine({
    answers: {
      "GET /info": json({ ID: "e", Runtimes: { runc: { path: "runc" } } }),
      "POST /containers/create": json({ Id: "c1" }, 201),
      "GET /containers/c1/json": (response) =>
        json(inspected({ status: waits >= times ? "exited" : "created", exitCode: 3 }))(response),
      "POST /containers/c1/wait": (response) => {
        waits += 1;
        answer(response);
      },
      "POST /containers/c1/start": (response) => void response.writeHead(204).end(),
    },
  });
  onTestFinished(() => engine[Symbol.asyncDispose]());
  const runtime = await createDockerRuntime({ sandbox: false, check: "on-create", address: engine.address });
  const { id } = await runtime.containers.create(containerSpec({ name: "c1", image: "debian", command: ["true"] }));
  const asked = () => engine.requests.filter((request) => request.includes("/c1")).map((one) => one.split("?")[0]);
  return { runtime, id, asked };
}

describe("a wait that was begun before the start", () => {
  it.each<[string, Answer, boolean]>([
    ["has seen all when the engine answers", json({ StatusCode: 3 }), false],
    ["has seen all when the engine says that there is no error", json({ StatusCode: 3, Error: null }), false],
    ["has a gap when the engine was kept from waiting", json({ StatusCode: 0, Error: { Message: "canceled" } }), true],
    ["has a gap when the engine closes without a word", (response) => void response.writeHead(200).end(), true],
    [
      "has a gap when the connection breaks",
      (response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write('{"StatusCode":3', () => response.destroy());
      },
      true,
    ],
  ])("%s", async (_, answer, hasGap) => {
    const { runtime, id } = await scene(answer);
    let gaps = 0;
    expect(await runtime.containers.wait(id, { onGap: () => (gaps += 1) })).toMatchObject({ code: 3 });
    expect(gaps).toBe(hasGap ? 1 : 0);
  });

  it("has a gap when somebody has started the container again", async () => {
    const { runtime, id } = await scene(json({ StatusCode: 3 }), 2);
    let gaps = 0;
    expect(await runtime.containers.wait(id, { onGap: () => (gaps += 1) })).toMatchObject({ code: 3 });
    expect(gaps).toBe(1);
  });

  it("asks for nothing before, and the start comes when the engine knows of it", async () => {
    const held: ServerResponse[] = [];
    const { runtime, id, asked } = await scene((response) => held.push(response));
    const before = asked().length;
    const waiting = runtime.containers.wait(id);
    const starting = runtime.containers.start(id);
    await expect.poll(() => held.length).toBe(1);
    expect(asked().slice(before)).toEqual(["POST /containers/c1/wait"]);
    held[0]?.writeHead(200).flushHeaders();
    await starting;
    held[0]?.end(JSON.stringify({ StatusCode: 3 }));
    expect(await waiting).toMatchObject({ code: 3 });
    expect(asked().slice(before)).toEqual([
      "POST /containers/c1/wait",
      "POST /containers/c1/start",
      "GET /containers/c1/json",
    ]);
  });

  it("does not keep a start waiting when it fails", async () => {
    const { runtime, id } = await scene((response) => void response.writeHead(500).end());
    const waiting = runtime.containers.wait(id);
    await Promise.all([runtime.containers.start(id), expect(waiting).rejects.toMatchObject({ code: "ENGINE_FAILED" })]);
  });
});
