import { MoatError } from "@moat/core";

const UNITS_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Reads a length of time such as `90s`, `10m`, `1h30m` or `30d`, in milliseconds. Throws `USAGE`. Pure. */
export function parseDuration(text: string): number {
  const parsed = tryDuration(text);
  if (parsed !== undefined) return parsed;
  throw new MoatError("USAGE", `${JSON.stringify(text)} is not a length of time.`, {
    hint: "Write a number and a unit of s, m, h, d or w, as in 90s, 1h30m or 30d.",
    details: { text },
  });
}

/** As `parseDuration`; undefined for what is none. */
export function tryDuration(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?[smhdw])+$/.test(text)) return undefined;
  let ms = 0;
  for (const [, amount = "", unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)([smhdw])/g))
    ms += Number(amount) * (UNITS_MS[unit] ?? 0);
  return ms;
}
