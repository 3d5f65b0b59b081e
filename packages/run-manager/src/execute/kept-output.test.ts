import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordDiagnostics } from "@moat/runtime-testkit";
import { expect, it, onTestFinished } from "vitest";
import { readLogFile } from "../log/log-file.ts";
import { KeptOutput } from "./kept-output.ts";

async function scene(boundBytes = 0) {
  const directory = await mkdtemp(join(tmpdir(), "moat-kept-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const path = join(directory, "log");
  const { diagnostics } = recordDiagnostics();
  const kept = new KeptOutput(path, { boundBytes, diagnostics });
  const out = (text: string) => kept.take({ stream: "stdout", data: Buffer.from(text) });
  const err = (text: string) => kept.take({ stream: "stderr", data: Buffer.from(text) });
  return { directory, path, kept, out, err };
}

async function entriesOf(path: string): Promise<readonly string[]> {
  const entries: string[] = [];
  for await (const { stream, data } of readLogFile(path, { tail: "all" }))
    entries.push(`${stream}:${Buffer.from(data).toString()}`);
  return entries;
}

it("keeps lines together, and what has no end, and is a log once it is published", async () => {
  const { directory, path, kept, out, err } = await scene();
  await out("one\ntw");
  await err("error\n");
  await out("o\nthree");
  const before = Date.now();
  const log = await kept.finish();
  expect(await readdir(directory)).not.toContain("log");
  await log?.publish();
  expect(await entriesOf(path)).toEqual(["stdout:one\n", "stderr:error\n", "stdout:two\n", "stdout:three"]);
  expect(log?.written).toEqual({ bytes: 19, messages: 4 });
  for await (const { time } of readLogFile(path, { tail: "all" }))
    expect(Math.abs(Date.parse(time) - before)).toBeLessThan(60_000);
  await kept[Symbol.asyncDispose]();
  expect(await readdir(directory)).toEqual(["log"]);
});

it("is a log without entries where nothing came", async () => {
  const { path, kept } = await scene();
  await (await kept.finish())?.publish();
  expect(await entriesOf(path)).toEqual([]);
});

it.each([
  [7, true],
  [8, false],
  [0, false],
])("gives up on more than its bound (%i bytes of 8)", async (bound, isGivenUp) => {
  const { directory, kept, out, err } = await scene(bound);
  await out("four");
  await err("four");
  expect((await kept.finish()) === undefined).toBe(isGivenUp);
  await kept[Symbol.asyncDispose]();
  expect(await readdir(directory)).toEqual([]);
});

it("gives up where it cannot write, and says nothing to whoever writes", async () => {
  const { directory, kept, out } = await scene();
  await rm(directory, { recursive: true });
  await out("lost to this, not to the engine");
  expect(await kept.finish()).toBeUndefined();
  await kept[Symbol.asyncDispose]();
});

it("leaves nothing when it is given up in the middle", async () => {
  const { directory, kept, out } = await scene();
  await out("some\n");
  kept.giveUp();
  await out("more\n");
  expect(await kept.finish()).toBeUndefined();
  await kept[Symbol.asyncDispose]();
  expect(await readdir(directory)).toEqual([]);
});
