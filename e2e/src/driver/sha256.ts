import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { MoatProcess } from "./moat-process.ts";

/** As many bytes of text as are wanted, in long lines whose length divides no buffer's; the same each time. */
function* text(line: string, bytes: number): Generator<Buffer> {
  const block = Buffer.from(`${line}\n`.repeat(256));
  for (let left = bytes; left > 0; left -= block.length) yield left < block.length ? block.subarray(0, left) : block;
}

/** The sha256 of {@link text}. */
export function sha256OfText(line: string, bytes: number): string {
  const hash = createHash("sha256");
  for (const chunk of text(line, bytes)) hash.update(chunk);
  return hash.digest("hex");
}

/** The same text as a stream. */
export function streamOfText(line: string, bytes: number): Readable {
  return Readable.from(text(line, bytes), { objectMode: false });
}

/** Reads a process's standard output without keeping it. */
export async function sha256OfOutput({ child }: MoatProcess): Promise<string> {
  const hash = createHash("sha256");
  if (child.stdout === null) throw new Error("no standard output");
  for await (const chunk of child.stdout) hash.update(chunk);
  return hash.digest("hex");
}
