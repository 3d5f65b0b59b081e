import { readFile } from "./small-files.ts";
import { MoatError } from "@moat/core";
import { publishNew } from "./atomic-file.ts";
import { unless } from "./unless.ts";
import { randomHex } from "./random-hex.ts";

/** Reads an installation's id from its file; the empty string when there is none. */
export async function readInstallation(file: string): Promise<string> {
  const text =
    (await unless(
      ["ENOENT"],
      readFile(file, "utf8").then((content) => content.trim()),
      undefined,
    )) ?? "";
  if (text === "" || /^[0-9a-f]{16}$/.test(text)) return text;
  throw damaged(file);
}

/** Reads an installation's id, and makes one when there is none. Of processes at once the first one's id stands. */
export async function ensureInstallation(file: string): Promise<string> {
  const existing = await readInstallation(file);
  if (existing !== "") return existing;
  await publishNew(file, `${randomHex(8)}\n`);
  const id = await readInstallation(file);
  if (id === "") throw damaged(file);
  return id;
}

function damaged(file: string): MoatError {
  return new MoatError("HOME_UNUSABLE", `${file} does not have an installation id in it.`, {
    hint: "Restore the file, or remove it if none of moat's containers are left.",
    details: { file },
  });
}
