import { constants } from "node:os";
import { MoatError } from "@moat/core";

/** Reads a signal as people write it (`SIGTERM`, `term`, `15`) and returns its whole name. Throws `USAGE`. Pure. */
export function parseSignal(text: string): string {
  const upper = text.toUpperCase();
  const wanted = upper.startsWith("SIG") ? upper : `SIG${upper}`;
  const found = Object.entries(constants.signals).find(
    ([name, number]) => name === wanted || (/^\d+$/.test(text) && number === Number(text)),
  );
  if (found !== undefined) return found[0];
  throw new MoatError("USAGE", `There is no signal ${JSON.stringify(text)}.`, {
    hint: "Name one such as SIGTERM, or give its number: moat kill --help",
    details: { signal: text },
  });
}
