import { MoatError } from "@moat/core";
import { tryDuration } from "./parse-duration.ts";

const RFC3339 = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?)?$/;

/**
 * Reads a moment as `docker logs --since` does: RFC 3339 (a date alone, or without a zone, is this machine's time), seconds
 * since 1970, or how long ago (`10m`). Returns RFC 3339 in UTC with nine digits. Throws `USAGE`. Pure.
 */
export function parseSince(text: string, now: number): string {
  const ago = tryDuration(text);
  if (ago !== undefined) return withNanoseconds(new Date(Math.max(0, now - ago)), "");
  const [, seconds, fraction = ""] = /^(\d{1,11})(?:\.(\d{1,9}))?$/.exec(text) ?? [];
  if (seconds !== undefined) return withNanoseconds(new Date(Number(seconds) * 1000), fraction);
  if (RFC3339.test(text)) {
    // A date alone is read as UTC by Date, and as local with a time.
    const whole = text.replace(/\.\d+/, "");
    const nanoseconds = /\.(\d+)/.exec(text)?.[1] ?? "";
    const date = new Date(whole.includes("T") ? whole : `${whole}T00:00`);
    if (!Number.isNaN(date.getTime())) return withNanoseconds(date, nanoseconds);
  }
  throw new MoatError("USAGE", `${JSON.stringify(text)} is not a moment.`, {
    hint: "Write how long ago (10m), a time (2026-01-31T12:00:00Z), or seconds since 1970.",
    details: { text },
  });
}

function withNanoseconds(date: Date, fraction: string): string {
  const digits = fraction === "" ? date.toISOString().slice(20, 23) : fraction;
  return `${date.toISOString().slice(0, 19)}.${digits.padEnd(9, "0")}Z`;
}
