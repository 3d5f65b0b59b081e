import { expect, it } from "vitest";
import { logJson } from "./print-logs.ts";

const time = "2026-01-01T00:00:00.000000000Z";
const written = (data: Uint8Array) => logJson({ time, stream: "stderr", data });

it.each(["a line\n", "Grüße 🦦\n", "", "\ufeffmark", "\x00\x1b"])("writes %j as text", (text) => {
  expect(written(Buffer.from(text))).toEqual({ time, stream: "stderr", text });
});

it("writes bytes that are no UTF-8, or only a part of it, as base64", () => {
  for (const bytes of [Buffer.from([0xff, 0x00]), Buffer.from("é").subarray(0, 1)])
    expect(written(bytes)).toEqual({ time, stream: "stderr", base64: bytes.toString("base64") });
});
