/** A piece of what a terminal sends, as far as the escape keys need to know it. */
export type KeyToken =
  /** A key that is pressed, named by the byte that it classically sends. */
  | { readonly kind: "key"; readonly key: number; readonly bytes: Buffer }
  /** A key that is let go, or only a modifier: no key of a sequence, and no end of one either. */
  | { readonly kind: "silent"; readonly bytes: Buffer }
  | { readonly kind: "paste-begins" | "paste-ends" | "other"; readonly bytes: Buffer };

const ESC = 0x1b;
/** A whole control sequence at this place; its parameters, and its last byte. */
const SEQUENCE = new RegExp(String.raw`${String.fromCharCode(ESC)}\[([0-9;:]*)([u~])`, "y");
const CONTROL = 4;
/** Caps Lock and Num Lock are reported like modifiers, and mean nothing here. */
const LOCKS = 64 | 128;
const RELEASED = 3;
/** From here on, the keyboard protocol numbers keys that send no text: the locks, the modifiers. */
const SILENT_KEYS = { first: 57_358, last: 57_454 };

/**
 * Splits what a terminal sends into keys. Programs may have switched the terminal to a newer keyboard protocol (kitty's, or
 * xterm's modifyOtherKeys), in which Ctrl-P is `ESC [ 112 ; 5 u` and not a byte; both are the same key here. Pure.
 */
export function* keyTokens(chunk: Buffer): Generator<KeyToken> {
  const text = chunk.toString("latin1");
  for (let at = 0; at < chunk.length;) {
    SEQUENCE.lastIndex = at;
    const found = chunk[at] === ESC ? SEQUENCE.exec(text) : null;
    const length = found?.[0].length ?? 1;
    const bytes = chunk.subarray(at, at + length);
    yield found === null
      ? { kind: "key", key: chunk[at] ?? 0, bytes }
      : sequenceToken(found[1] ?? "", found[2] ?? "", bytes);
    at += length;
  }
}

function sequenceToken(parameters: string, last: string, bytes: Buffer): KeyToken {
  if (last === "~" && parameters === "200") return { kind: "paste-begins", bytes };
  if (last === "~" && parameters === "201") return { kind: "paste-ends", bytes };
  const fields = parameters.split(";");
  // `27 ; modifiers ; key ~` is xterm's way, `key ; modifiers u` is kitty's.
  if (last === "~" && fields[0] !== "27") return { kind: "other", bytes };
  const [keyField, modifierField] = last === "~" ? [fields[2], fields[1]] : [fields[0], fields[1]];
  const key = Number((keyField ?? "").split(":")[0]);
  const [modifiers = 1, event = 1] = (modifierField ?? "1").split(":").map(Number);
  if (event === RELEASED || (key >= SILENT_KEYS.first && key <= SILENT_KEYS.last)) return { kind: "silent", bytes };
  const held = (modifiers - 1) & ~LOCKS;
  if (held === 0 && key < 0x80) return { kind: "key", key, bytes };
  const isControl = held === CONTROL && key >= 0x40 && key < 0x80;
  return isControl ? { kind: "key", key: key & 0x1f, bytes } : { kind: "other", bytes };
}
