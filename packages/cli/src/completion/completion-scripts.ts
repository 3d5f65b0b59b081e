import { bashScript } from "./bash-script.ts";
import type { CompletedCommand } from "./completion-table.ts";
import { fishScript } from "./fish-script.ts";
import { zshScript } from "./zsh-script.ts";

/** The shells that moat completes in. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** What writes each shell's script. */
export const COMPLETION_SCRIPTS: Readonly<
  Record<(typeof SHELLS)[number], (commands: readonly CompletedCommand[]) => string>
> = { bash: bashScript, zsh: zshScript, fish: fishScript };
