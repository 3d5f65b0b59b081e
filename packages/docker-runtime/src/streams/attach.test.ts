import { once } from "node:events";
import type { Duplex } from "node:stream";
import type { OutputChunk } from "@moat/core";
import { afterEach, describe, expect, it } from "vitest";
import { collect } from "../testing/collect.ts";
import { createDockerRuntime } from "../create-docker-runtime.ts";
import { type FakeEngine, UPGRADED, inspected, json, startFakeEngine } from "../testing/fake-engine.ts";
import { frame } from "../testing/frame.ts";

const engines: FakeEngine[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine[Symbol.asyncDispose]()));
});

/** Attaches to a container whose output and input are these handlers'. */
async function attach(
  handlers: { readonly output?: (socket: Duplex) => void; readonly input?: (socket: Duplex) => void },
  container: { readonly stdin?: boolean; readonly tty?: boolean } = {},
) {
  const engine = await startFakeEngine({
    answers: { "GET /containers/c1/json": json(inspected({ status: "created", ...container })) },
    upgrade: (socket, request) => {
      socket.on("error", () => {});
      const handler = request.url?.includes("stdin=1") === true ? handlers.input : handlers.output;
      if (handler === undefined) socket.write(UPGRADED);
      else handler(socket);
    },
  });
  engines.push(engine);
  const runtime = await createDockerRuntime({ sandbox: true, check: "on-create", address: engine.address });
  return { engine, attachment: await runtime.streams.attach("c1") };
}

function text(chunks: readonly OutputChunk[]): string {
  return chunks.map(({ stream, data }) => `${stream}:${Buffer.from(data).toString()}`).join("|");
}

describe("attach", () => {
  it("reads output that came in one packet with the engine's answer", async () => {
    const { attachment } = await attach({
      output: (socket) => {
        socket.end(Buffer.concat([Buffer.from(UPGRADED), frame(1, "early"), frame(2, "too")]));
      },
    });
    expect(text(await collect(attachment.output))).toBe("stdout:early|stderr:too");
  });

  it("reads a terminal's bytes as they are, frames or not", async () => {
    const bytes = frame(1, "raw");
    const { attachment } = await attach(
      { output: (socket) => void socket.end(Buffer.concat([Buffer.from(UPGRADED), bytes])) },
      { tty: true },
    );
    const chunks = await collect(attachment.output);
    expect(Buffer.concat(chunks.map(({ data }) => data))).toEqual(bytes);
    expect(new Set(chunks.map(({ stream }) => stream))).toEqual(new Set(["stdout"]));
  });

  it("throws when the engine closes in the middle of a frame", async () => {
    const { attachment } = await attach({
      output: (socket) => void socket.end(Buffer.concat([Buffer.from(UPGRADED), frame(1, "cut").subarray(0, 9)])),
    });
    await expect(collect(attachment.output)).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
  });

  it("gives the command exactly what is written, and nothing of its own", async () => {
    const received = Promise.withResolvers<Buffer>();
    const { attachment, engine } = await attach(
      {
        input: (socket) => {
          const chunks: Buffer[] = [];
          socket
            .on("data", (chunk: Buffer) => chunks.push(chunk))
            .on("end", () => received.resolve(Buffer.concat(chunks)));
          // As an engine behind a proxy: what was sent with the request arrives after the upgrade.
          setTimeout(() => socket.write(UPGRADED), 80);
        },
      },
      { stdin: true },
    );
    const megabyte = Buffer.alloc(2 ** 20, "x");
    await attachment.write(Buffer.from("hello\n"));
    await attachment.write(megabyte);
    await attachment.endInput();
    await attachment.endInput();
    expect((await received.promise).equals(Buffer.concat([Buffer.from("hello\n"), megabyte]))).toBe(true);
    expect(engine.requests.filter((request) => request.includes("/attach"))).toHaveLength(2);
    await attachment[Symbol.asyncDispose]();
  });

  it("sends nothing on the connection that only reads", async () => {
    let bytes = 0;
    const output = Promise.withResolvers<Duplex>();
    const { attachment } = await attach({
      output: (socket) => {
        socket.on("data", (chunk: Buffer) => (bytes += chunk.length)).write(UPGRADED);
        output.resolve(socket);
      },
    });
    await attachment.write(Buffer.from("nobody reads this"));
    const closed = once(await output.promise, "end");
    await attachment[Symbol.asyncDispose]();
    await closed;
    expect(bytes).toBe(0);
  });

  it("loses no output when the command closes its input", async () => {
    const { attachment } = await attach(
      {
        input: (socket) => {
          socket.write(UPGRADED, () => socket.destroy());
        },
        output: (socket) => {
          socket.write(UPGRADED);
          setTimeout(() => socket.end(frame(1, "late")), 100);
        },
      },
      { stdin: true },
    );
    for (let at = 0; at < 50; at += 1) await attachment.write(Buffer.alloc(65_536));
    expect(text(await collect(attachment.output))).toBe("stdout:late");
  });

  it("ends the reading, without an error, when it is disposed of", async () => {
    const { attachment } = await attach({});
    const reading = collect(attachment.output);
    await attachment[Symbol.asyncDispose]();
    expect(await reading).toEqual([]);
  });

  it("is refused with the engine's words", async () => {
    const refuse = "HTTP/1.1 409 Conflict\r\nContent-Length: 24\r\n\r\n";
    await expect(
      attach({ output: (socket) => void socket.end(`${refuse}{"message":"is paused!"}`) }),
    ).rejects.toMatchObject({ code: "CONTAINER_STATE", message: "Could not attach to the container c1: is paused!." });
  });

  it("says that the engine is gone when it closes instead of answering", async () => {
    await expect(attach({ output: (socket) => void socket.destroy() })).rejects.toMatchObject({
      code: "ENGINE_UNREACHABLE",
    });
  });

  it("reads a stream whose engine dies between frames as ended: inspect decides", async () => {
    const { attachment, engine } = await attach({
      output: (socket) => {
        socket.write(Buffer.concat([Buffer.from(UPGRADED), frame(1, "one")]));
      },
    });
    const seen: OutputChunk[] = [];
    for await (const chunk of attachment.output) {
      seen.push(chunk);
      await engine.die();
    }
    expect(text(seen)).toBe("stdout:one");
  });
});
