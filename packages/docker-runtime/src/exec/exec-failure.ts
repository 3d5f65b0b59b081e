import { MoatError } from "@moat/core";

/** Why a process did not begin: its program is at fault (a result), or what it was to run with (an error). */
export type ExecFailure =
  | { readonly kind: "program"; readonly exitCode: 126 | 127 }
  | { readonly kind: "error"; readonly error: MoatError };

const DIRECTORY_WORDS = /container process: chdir to cwd|in sandbox: failed to find initial working directory/i;
const USER_WORDS = /unable to find (user|group)|no matching entries in (passwd|group) file/i;
const STATE_WORDS =
  /container .*not running|cannot exec in a (stopped|deleted) (container|state)|sandbox .*not running/i;
const PROGRAM_WORDS = /error finding executable|executable file not found|failed to load|container process: exec: "/i;
const MISSING_WORDS = /no such file|not found/i;

/**
 * Reads what the engine says of a process that did not begin. Its own exit code is not enough: older engines say 126
 * for whatever it is, and 127 for a missing directory. Pure.
 */
export function execFailure(said: string, container: string): ExecFailure {
  const details = { container, engineMessage: said };
  const sentence = `Could not run a command in the container ${container}: ${said}.`.replace(/\.\.$/, ".");
  if (USER_WORDS.test(said) || DIRECTORY_WORDS.test(said)) {
    const hint = "Name a user and a directory that the container has.";
    return { kind: "error", error: new MoatError("EXEC_INVALID", sentence, { hint, details }) };
  }
  if (STATE_WORDS.test(said)) return { kind: "error", error: new MoatError("CONTAINER_STATE", sentence, { details }) };
  if (PROGRAM_WORDS.test(said)) return { kind: "program", exitCode: MISSING_WORDS.test(said) ? 127 : 126 };
  return { kind: "error", error: new MoatError("RUNTIME_REFUSED", sentence, { details }) };
}
