import { type Attachment, type LogOptions, MoatError, type OutputChunk, type StreamRole } from "@moat/core";
import { until } from "@moat/runtime-testkit";
import { describe, expect, it } from "vitest";
import type { RunRecord } from "../run-record.ts";
import { type RunScene, START, runScene } from "../testing/run-scene.ts";
import { attachRun } from "./attach-run.ts";
import { attachWithHistory } from "./attach-with-history.ts";
import type { RunContext } from "./run-context.ts";
import { startRun } from "./start-run.ts";

async function inBackground(scene: RunScene, command: readonly string[]) {
  const plan = scene.plan(command, { detach: true, interactive: true, stdin: true });
  return (await startRun(scene.context, plan, START)).record;
}

/** Attaches, and reads history and what comes after it, until there is enough. */
async function joined(context: RunContext, record: RunRecord, enough: number, input?: string) {
  let history = "";
  const { attachment } = await attachWithHistory(context, record, { input: true }, (data) => {
    history += Buffer.from(data).toString();
  });
  if (input !== undefined) await attachment.write(Buffer.from(input));
  let live = "";
  for await (const { data } of attachment.output) {
    live += Buffer.from(data).toString();
    if (history.length + live.length >= enough) break;
  }
  return { history, live };
}

/** A scene whose engine says what a test wants: what its log has at each reading, and what is live. */
async function scripted(given: {
  readonly logs: readonly string[];
  readonly live: string;
  readonly whileReading?: (reading: number) => void;
}) {
  const scene = runScene();
  const record = await inBackground(scene, ["wait-forever"]);
  const calls: string[] = [];
  const asked: LogOptions[] = [];
  const attachment: Attachment = {
    output: (async function* (): AsyncGenerator<OutputChunk> {
      yield { stream: "stdout", data: Buffer.from(given.live) };
    })(),
    write: async () => {},
    endInput: async () => {},
    resize: async () => {},
    async [Symbol.asyncDispose]() {
      calls.push("let go");
    },
  };
  const streams: StreamRole = {
    ...scene.runtime.streams,
    async attach() {
      calls.push("attach");
      return attachment;
    },
    async *logs(_, options) {
      calls.push(`logs ${options.tail}`);
      given.whileReading?.(asked.length);
      options.signal?.throwIfAborted();
      const text = given.logs[asked.length] ?? "";
      asked.push(options);
      // An engine whose clock stands still at a time of its own.
      for (const line of text.match(/.*\n/g) ?? [])
        yield { stream: "stdout", time: "2001-01-01T00:00:00.000000000Z", data: Buffer.from(line) };
    },
  };
  return { record, calls, context: { ...scene.context, runtime: { ...scene.runtime, streams } } };
}

describe("attachWithHistory", () => {
  it("gives what was written before, and then what comes", async () => {
    const scene = runScene();
    const record = await inBackground(scene, ["cat"]);
    const first = await attachRun(scene.context, record, { input: true });
    await first.attachment.write(Buffer.from("one\n"));
    await until("it is in the log", async () => {
      for await (const _ of scene.runtime.streams.logs(record.containerId, { follow: false, tail: "all" })) return true;
      return false;
    });
    await first.attachment[Symbol.asyncDispose]();
    expect(await joined(scene.context, record, 10, "two\n")).toEqual({ history: "one\r\n", live: "two\r\n" });
  });

  it("joins output that goes on meanwhile without tearing a line", async () => {
    const scene = runScene();
    const { history, live } = await joined(scene.context, await inBackground(scene, ["ticker"]), 1000);
    expect(`${history}${live}`).toMatch(/^(?:tick\r\n)*$/);
  });

  it("shows what is live although the log cannot be read", async () => {
    const scene = runScene();
    const record = await inBackground(scene, ["cat"]);
    for (let reading = 0; reading < 2; reading += 1)
      scene.runtime.engine.failNext("streams.logs", new MoatError("ENGINE_FAILED", "no log"));
    expect(await joined(scene.context, record, 6, "live\n")).toEqual({ history: "", live: "live\r\n" });
  });

  it("reads the whole log before the command can be held up, then a bounded end of it", async () => {
    const { context, record, calls } = await scripted({ logs: ["a\n", "a\n"], live: "b\n" });
    expect(await joined(context, record, 4)).toEqual({ history: "a\n", live: "b\n" });
    expect(calls).toEqual(["logs all", "attach", "logs 2000"]);
  });

  it("finds what is new by what it is, whatever the engine's clock says", async () => {
    // `b` was written before the attachment stood, `c` after it, and is in both.
    const logs = ["z\na\n", "a\nb\nc\n"];
    const { context, record } = await scripted({ logs, live: "c\nd\n" });
    expect(await joined(context, record, 10)).toEqual({ history: "z\na\nb\n", live: "c\nd\n" });
  });

  it("does not take old output for new because it looks the same", async () => {
    const logs = ["$ \none\n$ \ntwo\n", "$ \none\n$ \ntwo\n"];
    const { context, record } = await scripted({ logs, live: "$ \n" });
    expect(await joined(context, record, 17)).toEqual({ history: logs[0], live: "$ \n" });
  });

  it("can be canceled while the log is read, before it is attached and after", async () => {
    for (const [at, expected] of [
      [0, ["logs all"]],
      [1, ["logs all", "attach", "logs 2000", "let go"]],
    ] as const) {
      const abort = new AbortController();
      const whileReading = (reading: number) => {
        if (reading === at) abort.abort(new MoatError("CANCELED", "Canceled."));
      };
      const { context, record, calls } = await scripted({ logs: ["a\n", "a\n"], live: "", whileReading });
      const options = { input: false, signal: abort.signal };
      await expect(attachWithHistory(context, record, options, () => {})).rejects.toMatchObject({ code: "CANCELED" });
      expect(calls).toEqual(expected);
    }
  });
});
