import type { CallOptions } from "@moat/core";
import type { ImageAccounts } from "./account-files.ts";
import type { RunContext } from "./run-context.ts";

/** Reads an image's users, once for each content: what an image id stands for never changes. */
export async function imageAccounts(
  context: RunContext,
  { reference, id }: { readonly reference: string; readonly id: string },
  options: CallOptions,
): Promise<ImageAccounts> {
  const key = `accounts-${id}`;
  const known = await context.cache.read(key);
  if (isImageAccounts(known)) return known;
  const accounts: ImageAccounts = {
    passwd: await context.runtime.images.readFile(reference, "/etc/passwd", options),
    group: await context.runtime.images.readFile(reference, "/etc/group", options),
  };
  await context.cache.write(key, accounts);
  return accounts;
}

function isImageAccounts(value: unknown): value is ImageAccounts {
  return (
    typeof value === "object" &&
    value !== null &&
    "passwd" in value &&
    typeof value.passwd === "string" &&
    "group" in value &&
    typeof value.group === "string"
  );
}
