import { MoatError } from "@moat/core";
import type { Origin, Settings } from "@moat/config";
import type { PlanInput } from "../plan-run.ts";

/** How the command is connected to whoever started it. */
export interface PlannedTerminal {
  readonly interactive: boolean;
  readonly stdin: boolean;
  readonly origin: Origin;
}

/**
 * Decides whether the command has a terminal, and whether it reads moat's input: typed keys when it is interactive,
 * else only a pipe or a file, so that a build in the foreground does not swallow keys.
 */
export function planTerminal({ request, host }: PlanInput, settings: Settings): PlannedTerminal {
  const { stdin, stdout } = host.terminal;
  // Nothing was asked for but a shell, at a terminal: a shell that reads no keys would end at once.
  const isPlainShell = settings.command.value.length === 0 && settings.interactive.origin === "default";
  const atTerminal = isPlainShell && !request.detach && stdin && stdout;
  const interactive = settings.interactive.value || atTerminal;
  if (interactive && !request.detach && !(stdin && stdout)) {
    throw new MoatError(
      "INTERACTIVE_NEEDS_TERMINAL",
      `Interactive mode needs a terminal, and ${stdin ? "stdout" : "stdin"} is not one.`,
      {
        hint: request.interactive
          ? "Run moat in a terminal, or leave out --interactive."
          : "Run moat in a terminal, or set `interactive: false` in agent.yaml.",
      },
    );
  }
  return {
    interactive,
    stdin: interactive || (!request.detach && !stdin && !host.inputIsNull),
    origin: settings.interactive.origin,
  };
}
