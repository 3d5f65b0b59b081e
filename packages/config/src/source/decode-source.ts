import type { Problem } from "../problems/problem.ts";
import { SourceText, type Span } from "./source-text.ts";

/** The largest file that is read, in bytes of UTF-8. */
const MAX_SOURCE_BYTES = 1_048_576;

const BOM = "\uFEFF";
// What YAML 1.2 does not allow unescaped, and a carriage return that ends no line.
// oxlint-disable-next-line no-control-regex -- finding control characters is the purpose.
const FORBIDDEN = /[\0-\x08\x0B\x0C\x0E-\x1F\x7F]|\r(?!\n)/;

/** A decoded file, or the file as far as it can be shown and the one problem that ends the reading. */
export type DecodedSource =
  | { readonly ok: true; readonly source: SourceText }
  | { readonly ok: false; readonly source: SourceText; readonly span: Span; readonly problem: Problem };

/** Turns the bytes or the text of a file into a text without byte order mark, or says why it cannot be one. */
export function decodeSource(input: string | Uint8Array, file: string): DecodedSource {
  const size = typeof input === "string" ? input.length : input.byteLength;
  if (size > MAX_SOURCE_BYTES) return tooLarge(file);
  const text = typeof input === "string" ? input : new TextDecoder("utf-8", { ignoreBOM: true }).decode(input);
  const bomLength = text.startsWith(BOM) ? BOM.length : 0;
  const source = new SourceText(file, text.slice(bomLength));
  const refuse = (start: number, problem: Problem): DecodedSource => {
    return { ok: false, source, span: { start, end: start + 1 }, problem };
  };
  if (typeof input === "string") {
    if (new TextEncoder().encode(text).byteLength > MAX_SOURCE_BYTES) return tooLarge(file);
  } else {
    const broken = firstInvalid(input, text);
    if (broken !== -1) {
      const hint = "Save the file as UTF-8.";
      return refuse(Math.max(0, broken - bomLength), { message: "The file is not valid UTF-8.", hint });
    }
  }
  const at = source.text.search(FORBIDDEN);
  return at === -1 ? { ok: true, source } : refuse(at, forbidden(source.text.charCodeAt(at)));
}

function tooLarge(file: string): DecodedSource {
  const problem = { message: `The file is larger than ${MAX_SOURCE_BYTES / 1024} KiB.`, hint: "Make it smaller." };
  return { ok: false, source: new SourceText(file, ""), span: { start: 0, end: 0 }, problem };
}

/** The offset in the leniently decoded text of the first byte sequence that is not UTF-8, or -1. */
function firstInvalid(bytes: Uint8Array, text: string): number {
  const again = new TextEncoder().encode(text);
  const length = Math.max(bytes.byteLength, again.byteLength);
  let differs = 0;
  while (differs < length && bytes[differs] === again[differs]) differs += 1;
  if (differs === length) return -1;
  // Up to here both are the same, so the letters before this byte are whole: the next one stands for the bad bytes.
  let offset = 0;
  let byteOffset = 0;
  for (const character of text) {
    byteOffset += new TextEncoder().encode(character).byteLength;
    if (byteOffset > differs) break;
    offset += character.length;
  }
  return offset;
}

function forbidden(code: number): Problem {
  if (code === 0x0d) {
    return { message: "A carriage return does not end a line here.", hint: "Save the file with LF or CRLF line ends." };
  }
  if (code === 0) return { message: "A NUL character is not allowed.", hint: "Remove it." };
  const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const hint = "Remove it, or write it as an escape in a double-quoted string.";
  return { message: `The control character ${name} is not allowed.`, hint };
}
