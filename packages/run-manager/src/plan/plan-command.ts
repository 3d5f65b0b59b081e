import type { Setting } from "@moat/config";

/** The shell: bash where the image has it. */
const DEFAULT_COMMAND = ["sh", "-c", "command -v bash >/dev/null 2>&1 && exec bash; exec sh"];

/** Decides what is run: what is set, or a shell. */
export function planCommand({ value, origin }: Setting<readonly string[]>): Setting<readonly string[]> {
  return value.length === 0 ? { value: DEFAULT_COMMAND, origin: "default" } : { value, origin };
}
