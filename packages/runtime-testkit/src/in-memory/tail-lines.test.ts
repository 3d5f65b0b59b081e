import type { LogEntry } from "@moat/core";
import { expect, it } from "vitest";

import { tailLines } from "./tail-lines.ts";

function entry(stream: LogEntry["stream"], text: string): LogEntry {
  return { stream, data: Buffer.from(text), time: "2026-01-01T00:00:00.000000000Z" };
}

const log = [entry("stdout", "a\nb"), entry("stderr", "oops\n"), entry("stdout", "b\nc")];

it.each([
  [0, []],
  [1, ["stdout c"]],
  [2, ["stderr oops\n", "stdout c"]],
  [3, ["stdout b", "stderr oops\n", "stdout b\n", "stdout c"]],
  [9, ["stdout a\n", "stdout b", "stderr oops\n", "stdout b\n", "stdout c"]],
])("has the last %i lines of both streams, each line whole", (count, expected) => {
  const tail = tailLines(log, count);
  expect(tail.map((piece) => `${piece.stream} ${Buffer.from(piece.data).toString()}`)).toEqual(expected);
});
