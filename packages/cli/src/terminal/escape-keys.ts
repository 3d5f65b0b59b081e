import { keyTokens } from "./key-tokens.ts";

/** What becomes of typed bytes. */
export interface TypedKeys {
  /** For the command. */
  readonly pass: Buffer;
  /** Whether the sequence is complete. What was typed after it is dropped: nobody is there to take it. */
  readonly detached: boolean;
}

/** Finds a key sequence in what is typed. */
export interface EscapeKeys {
  /** Takes what the terminal sent, in pieces of any size. */
  type(chunk: Uint8Array): TypedKeys;
  /** Whether keys are held back that may be the beginning of the sequence. */
  readonly isHolding: boolean;
  /** Gives up waiting for the rest of the sequence, and returns the keys that were held back. */
  release(): Buffer;
}

/** The longest beginning of a control sequence that is remembered over the end of a chunk. */
const BEGINNING = new RegExp(String.raw`${"\x1b"}(?:\[[0-9;:]{0,24})?$`);

/**
 * Watches for a sequence of keys, and never swallows one that is not ours: a key that breaks a beginning passes, with
 * what was held before it. What is pasted is not typed: between the marks of a bracketed paste nothing is ours. An
 * empty sequence matches nothing. Pure, but for what it holds.
 */
export function escapeKeys(sequence: Uint8Array): EscapeKeys {
  /** Tokens that are held, and of them the keys. */
  let held: { readonly bytes: Buffer; readonly isKey: boolean }[] = [];
  let matched: number[] = [];
  let isPasting = false;
  /** The beginning of a control sequence that was passed on when its chunk ended, to know the rest by. */
  let passed: Buffer = Buffer.alloc(0);

  const dropFirstKey = (): Buffer[] => {
    const next = held.findIndex(({ isKey }, index) => index > 0 && isKey);
    const dropped = held.splice(0, next === -1 ? held.length : next);
    matched = matched.slice(1);
    return dropped.map(({ bytes }) => bytes);
  };
  const begins = () => matched.every((key, index) => key === sequence[index]);
  const releaseAll = (): Buffer[] => {
    const all = held.map(({ bytes }) => bytes);
    held = [];
    matched = [];
    return all;
  };

  return {
    get isHolding() {
      return held.length > 0;
    },
    release: () => Buffer.concat(releaseAll()),
    type(chunk) {
      const all = Buffer.concat([passed, chunk]);
      // What was passed on before must not be passed on again, nor be held.
      let old = passed.length;
      const out: Buffer[] = [];
      const pass = (bytes: Buffer) => {
        const fresh = bytes.subarray(Math.min(old, bytes.length));
        old -= bytes.length - fresh.length;
        out.push(fresh);
      };
      for (const token of keyTokens(all)) {
        if (token.kind === "paste-begins") isPasting = true;
        if (token.kind === "paste-ends") isPasting = false;
        const isOurs = !isPasting && old === 0 && (token.kind === "key" || token.kind === "silent");
        if (!isOurs || (token.kind === "silent" && held.length === 0)) {
          for (const bytes of releaseAll()) out.push(bytes);
          pass(token.bytes);
          continue;
        }
        held.push({ bytes: Buffer.from(token.bytes), isKey: token.kind === "key" });
        if (token.kind === "silent") continue;
        matched.push(token.key);
        while (matched.length > 0 && !begins()) out.push(...dropFirstKey());
        if (matched.length > 0 && matched.length === sequence.length) {
          releaseAll();
          return { pass: Buffer.concat(out), detached: true };
        }
      }
      const beginning = held.length === 0 ? (BEGINNING.exec(all.toString("latin1"))?.[0] ?? "") : "";
      passed = Buffer.from(beginning, "latin1");
      return { pass: Buffer.concat(out), detached: false };
    },
  };
}
