import { LOADERS } from "./loaders.ts";
import type { CommandClass } from "./moat-command.ts";

/** Every command with all that it is made of: what help, completion and the documentation are written from. */
export const COMMANDS: Readonly<Record<string, CommandClass>> = Object.fromEntries(
  await Promise.all(Object.entries(LOADERS).map(async ([id, load]) => [id, await load()] as const)),
);
