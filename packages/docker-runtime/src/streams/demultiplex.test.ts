import type { OutputChunk } from "@moat/core";
import { array, assert, asyncProperty, constantFrom, integer, tuple, uint8Array } from "fast-check";
import { describe, expect, it } from "vitest";
import { collect } from "../testing/collect.ts";
import { chunked } from "../testing/chunked.ts";
import { frame } from "../testing/frame.ts";
import { demultiplex } from "./demultiplex.ts";

/** What was written to each stream, in all. */
function joined(pieces: readonly OutputChunk[]): { stdout: string; stderr: string } {
  const of = (stream: OutputChunk["stream"]) =>
    Buffer.concat(pieces.filter((piece) => piece.stream === stream).map((piece) => piece.data)).toString("latin1");
  return { stdout: of("stdout"), stderr: of("stderr") };
}

const read = (bytes: Uint8Array, size: number) => collect(demultiplex(chunked(bytes, size)));

describe("demultiplex", () => {
  const wire = Buffer.concat([frame(1, "out1"), frame(2, "err"), frame(1, ""), frame(0, "in"), frame(1, "out2")]);

  it("reads frames that are cut at any byte", async () => {
    for (let at = 0; at <= wire.length; at += 1) {
      const pieces = await collect(demultiplex(twoChunks(wire, at)));
      expect(joined(pieces)).toEqual({ stdout: "out1inout2", stderr: "err" });
    }
  });

  it("marks where each frame begins and ends", async () => {
    const pieces = await read(wire, 3);
    const marks = (stream: string) => pieces.filter((piece) => piece.stream === stream);
    expect(marks("stderr").at(0)).toMatchObject({ first: true });
    expect(pieces.filter(({ first }) => first)).toHaveLength(4);
    expect(pieces.filter(({ last }) => last)).toHaveLength(4);
  });

  it("gives the same bytes whatever the frames and the chunks are", async () => {
    const frames = array(tuple(constantFrom(1 as const, 2 as const), uint8Array({ maxLength: 40 })));
    await assert(
      asyncProperty(frames, integer({ min: 1, max: 64 }), async (given, size) => {
        const pieces = await read(Buffer.concat(given.map(([type, data]) => frame(type, data))), size);
        const wanted = given.map(([type, data]) => ({
          stream: type === 1 ? ("stdout" as const) : ("stderr" as const),
          data,
        }));
        expect(joined(pieces)).toEqual(joined(wanted));
      }),
    );
  });

  it("reads thousands of one-byte frames in one chunk", async () => {
    const pieces = await read(
      Buffer.concat(Array.from({ length: 4_000 }, () => frame(2, "x"))),
      Number.MAX_SAFE_INTEGER,
    );
    expect(joined(pieces).stderr).toBe("x".repeat(4_000));
  });

  it("passes a frame of 64 MiB on in pieces, none of which is a copy", async () => {
    const size = 64 * 2 ** 20;
    const header = frame(1, "").fill(0, 4);
    header.writeUInt32BE(size, 4);
    const chunk = Buffer.alloc(65_536, 7);
    const source = async function* () {
      yield header;
      for (let sent = 0; sent < size; sent += chunk.length) yield chunk;
    };
    let bytes = 0;
    let copies = 0;
    for await (const { data } of demultiplex(source())) {
      bytes += data.length;
      if (data.buffer !== chunk.buffer) copies += 1;
    }
    expect({ bytes, copies }).toEqual({ bytes: size, copies: 0 });
  });

  it("reads no further ahead than it is asked to", async () => {
    let given = 0;
    const source = async function* () {
      for (;;) {
        given += 1;
        yield frame(1, "x");
      }
    };
    const pieces = demultiplex(source());
    await pieces.next();
    await pieces.next();
    expect(given).toBe(2);
    await pieces.return(undefined);
  });

  it("throws what the engine says in a frame of its own, after the output before it", async () => {
    const seen: OutputChunk[] = [];
    const reading = (async () => {
      const bytes = Buffer.concat([frame(1, "a"), frame(3, "disk full\n")]);
      for await (const piece of demultiplex(chunked(bytes, 5))) seen.push(piece);
    })();
    await expect(reading).rejects.toMatchObject({
      code: "ENGINE_FAILED",
      message: "The engine broke off the stream: disk full.",
    });
    expect(joined(seen).stdout).toBe("a");
  });

  const two = Buffer.concat([frame(1, "ab"), frame(2, "cd")]);

  it.each([0, 10, 20])("ends with its source between frames, after %i bytes", async (length) => {
    expect((await read(two.subarray(0, length), 100)).length).toBe(length / 10);
  });

  it("throws when the stream ends inside a frame or a header", async () => {
    for (let length = 1; length < two.length; length += 1) {
      if (length === 10) continue;
      await expect(read(two.subarray(0, length), 100)).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
    }
  });
});

async function* twoChunks(bytes: Uint8Array, at: number): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, at);
  yield bytes.subarray(at);
}
