import { writeFileSync } from "node:fs";
import type { Call } from "../call.ts";
import { Failure } from "../failure.ts";
import { findImage } from "./find-image.ts";

const BLOCK = 512;

/** `export`: the root file system as a tar archive; the fake's has the image's text files. */
export function exportContainer(call: Call): number {
  const { args, state } = call;
  const id = args.positionals[0] ?? "";
  const configuration = state.configuration(id);
  if (configuration === undefined)
    throw new Failure(`failed to export container (cause: "notFound: "container with ID ${id} not found"")`);
  if (state.status(id).state !== "stopped")
    throw new Failure(`failed to export container (cause: "invalidState: "container is not stopped"")`);
  const files = findImage(state, configuration.image.reference)?.image.files ?? {};
  const archive = Buffer.concat([
    ...Object.entries(files).map(([path, text]) => entry(path, text)),
    Buffer.alloc(2 * BLOCK),
  ]);
  const output = args.last("output");
  if (output === undefined) call.print(archive);
  else writeFileSync(output, archive);
  return 0;
}

/** One regular file, in the old and simple form. */
function entry(path: string, text: string): Buffer {
  const content = Buffer.from(text);
  const header = Buffer.alloc(BLOCK);
  header.write(path.replace(/^\//, ""), 0, 100);
  const octal = (value: number, at: number, length: number) =>
    header.write(`${value.toString(8).padStart(length - 1, "0")}\0`, at);
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(content.length, 124, 12);
  octal(0, 136, 12);
  header.write("        ", 148);
  header.write("0", 156);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  const padding = (BLOCK - (content.length % BLOCK)) % BLOCK;
  return Buffer.concat([header, content, Buffer.alloc(padding)]);
}
