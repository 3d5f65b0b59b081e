import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecSpec, Execution, OutputChunk } from "@moat/core";
import { describe, expect, it, onTestFinished } from "vitest";
import { startRun } from "../execute/start-run.ts";
import { START, runScene } from "../testing/run-scene.ts";
import { copyFiles } from "./copy-files.ts";

const FILE_BYTES = 16 * 1024 * 1024;

/** A program inside; `end` ends it, and letting go of it ends its output. */
function program(code: number, onWrite: (self: { readonly end: () => void }, bytes: number) => void = () => {}) {
  const ended = Promise.withResolvers<void>();
  const self = { end: ended.resolve };
  const execution: Execution = {
    output: (async function* (): AsyncGenerator<OutputChunk> {
      await ended.promise;
      yield* [];
    })(),
    write: async (data) => onWrite(self, data.length),
    endInput: async () => ended.resolve(),
    resize: async () => {},
    wait: async () => code,
    signal: async () => ended.resolve(),
    [Symbol.asyncDispose]: async () => ended.resolve(),
  };
  return { ...self, execution };
}

/** A run, a big file to copy into it, and programs that do what a test wants. */
async function scene(programs: (spec: ExecSpec) => Execution) {
  const { context, plan, runtime } = runScene();
  const { record } = await startRun(context, plan(["wait-forever"]), START);
  const directory = await mkdtemp(join(tmpdir(), "moat-copy-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const source = join(directory, "big");
  await writeFile(source, Buffer.alloc(FILE_BYTES));
  const streams = { ...runtime.streams, exec: async (_: string, spec: ExecSpec) => programs(spec) };
  const copy = (signal: AbortSignal) =>
    copyFiles(
      { ...context, runtime: { ...runtime, streams } },
      { kind: "in", run: record.name, sources: [source], destination: "/tmp/x" },
      signal,
    );
  return { copy };
}

/** What says whether `/tmp/x` is a directory. */
function test(): Execution {
  const asked = program(1);
  asked.end();
  return asked.execution;
}

describe("copyFiles into a run", () => {
  it("reads no more of its source once it is canceled", async () => {
    const abort = new AbortController();
    let written = 0;
    const tar = program(0, (_, bytes) => {
      written += bytes;
      abort.abort();
    });
    const { copy } = await scene(({ command }) => (command[0] === "tar" ? tar.execution : test()));
    await expect(copy(abort.signal)).rejects.toMatchObject({ code: "CANCELED" });
    expect(written).toBeLessThan(FILE_BYTES / 2);
  });

  it("reads no more of its source once tar has ended, and says how", async () => {
    let written = 0;
    const tar = program(2, (self, bytes) => {
      written += bytes;
      self.end();
    });
    const { copy } = await scene(({ command }) => (command[0] === "tar" ? tar.execution : test()));
    await expect(copy(new AbortController().signal)).rejects.toMatchObject({
      code: "COPY_FAILED",
      message: expect.stringContaining("tar ended with 2"),
    });
    expect(written).toBeLessThan(FILE_BYTES / 2);
  });

  it("can be canceled while it asks about the destination", async () => {
    const abort = new AbortController();
    const { copy } = await scene(() => {
      setImmediate(() => abort.abort());
      return program(0).execution;
    });
    await expect(copy(abort.signal)).rejects.toMatchObject({ code: "CANCELED" });
  });
});
