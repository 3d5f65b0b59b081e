import { randomHex } from "./store/random-hex.ts";
const RUN_ID = /^run_[0-9a-f]{12}$/;
const RUN_ID_PREFIX = /^(?:run_)?[0-9a-f]{1,12}$/;

/** Makes a new run id: `run_` and 12 lowercase hexadecimal digits, random. */
export function newRunId(): string {
  return `run_${randomHex(6)}`;
}

/** Tells whether a text is a whole run id. */
export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}

/** Tells whether a text can be the beginning of a run id, with or without `run_`: one digit is enough. */
export function isRunIdPrefix(text: string): boolean {
  return RUN_ID_PREFIX.test(text);
}
