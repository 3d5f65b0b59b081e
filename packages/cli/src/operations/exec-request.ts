import { MoatError, type TerminalSize } from "@moat/core";
import type { HostFacts } from "@moat/host";
import type { ExecRequest } from "@moat/run-manager";

/** The flags of `moat exec`. */
export interface ExecFlags {
  readonly command: readonly string[];
  readonly env?: readonly string[] | undefined;
  readonly interactive: boolean;
  readonly tty: boolean;
  readonly user: string;
  readonly workdir: string;
  readonly json: boolean;
}

/** Reads flags as a request. Throws `USAGE`, `INTERACTIVE_NEEDS_TERMINAL`. Pure. */
export function execRequest(
  flags: ExecFlags,
  terminal: HostFacts["terminal"],
  terminalSize: TerminalSize,
): ExecRequest {
  const { command, env = [], user, workdir, tty } = flags;
  if (flags.json)
    throw usage("The flag --json does not go with moat exec: stdout is the command's.", "Leave --json out.");
  if (command.length === 0 || command[0] === "")
    throw usage("There is no command to run.", "Write it after two dashes: moat exec RUN -- COMMAND");
  if (workdir !== "" && !workdir.startsWith("/"))
    throw usage(
      `The directory ${workdir} is not absolute.`,
      "Write it from the root, as in: moat exec -w /tmp RUN -- ls",
    );
  if (tty && !(terminal.stdin && terminal.stdout)) {
    const missing = terminal.stdin ? "stdout" : "stdin";
    throw new MoatError("INTERACTIVE_NEEDS_TERMINAL", `A terminal was asked for, and ${missing} is not one.`, {
      hint: "Run moat in a terminal, or leave out -t.",
    });
  }
  const stdin = flags.interactive || !terminal.stdin;
  return { command, env, user, workingDir: workdir, tty, stdin, terminalSize };
}

function usage(message: string, hint: string): MoatError {
  return new MoatError("USAGE", message, { hint });
}
