const RFC3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)$/;
const SECOND = 1_000_000_000n;

/** Reads an RFC 3339 time as nanoseconds since 1970; 0 for what is not one, or is earlier. */
export function toNanoseconds(time: string): bigint {
  const [, seconds, fraction = "", zone = ""] = RFC3339.exec(time) ?? [];
  const milliseconds = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(milliseconds) || milliseconds < 0) return 0n;
  return BigInt(milliseconds / 1000) * SECOND + BigInt(fraction.padEnd(9, "0"));
}

/** Writes nanoseconds since 1970 as RFC 3339 with nine digits, UTC. */
export function fromNanoseconds(nanoseconds: bigint): string {
  // What is beyond the calendar of Date can only be damage, and is no reason to fail.
  const seconds = Number(nanoseconds / SECOND) % 253_402_300_800;
  const fraction = (nanoseconds % SECOND).toString().padStart(9, "0");
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${fraction}Z`;
}
