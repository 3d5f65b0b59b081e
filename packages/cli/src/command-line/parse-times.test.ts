import { describe, expect, it } from "vitest";
import { parseDuration } from "./parse-duration.ts";
import { parseSignal } from "./parse-signal.ts";
import { parseSince } from "./parse-since.ts";

const USAGE = expect.objectContaining({ code: "USAGE", hint: expect.stringMatching(/\S/) });
const NOW = Date.UTC(2026, 0, 31, 12);

describe("parseDuration", () => {
  it.each([
    ["90s", 90_000],
    ["10m", 600_000],
    ["1h30m", 5_400_000],
    ["1.5h", 5_400_000],
    ["30d", 2_592_000_000],
    ["2w", 1_209_600_000],
  ])("%s", (text, ms) => expect(parseDuration(text)).toBe(ms));

  it.each(["", "10", "m", "-1h", "1 h", "1y", "1h x"])("refuses %j", (text) => {
    expect(() => parseDuration(text)).toThrow(USAGE);
  });
});

describe("parseSince", () => {
  it.each([
    ["10m", "2026-01-31T11:50:00.000000000Z"],
    ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.000000000Z"],
    ["2026-01-31T12:00:00.123456789Z", "2026-01-31T12:00:00.123456789Z"],
    ["2026-01-31T12:00:00.5+02:00", "2026-01-31T10:00:00.500000000Z"],
    ["1769860800", "2026-01-31T12:00:00.000000000Z"],
    ["1769860800.25", "2026-01-31T12:00:00.250000000Z"],
  ])("%s", (text, time) => expect(parseSince(text, NOW)).toBe(time));

  it("takes what has no zone as this machine's time", () => {
    const local = `${new Date(2026, 0, 31).toISOString().slice(0, 19)}.000000000Z`;
    expect(parseSince("2026-01-31", NOW)).toBe(local);
    expect(parseSince("2026-01-31T00:00", NOW)).toBe(local);
  });

  it.each(["", "yesterday", "2026-13-01", "2026-01-31T25:00:00Z", "-5m", "12:00"])("refuses %j", (text) => {
    expect(() => parseSince(text, NOW)).toThrow(USAGE);
  });
});

describe("parseSignal", () => {
  it.each([
    ["SIGTERM", "SIGTERM"],
    ["term", "SIGTERM"],
    ["15", "SIGTERM"],
    ["sighup", "SIGHUP"],
    ["9", "SIGKILL"],
  ])("%s", (text, name) => expect(parseSignal(text)).toBe(name));

  it.each(["", "SIG", "SIGNOPE", "0", "99", "-9"])("refuses %j", (text) => {
    expect(() => parseSignal(text)).toThrow(USAGE);
  });
});
