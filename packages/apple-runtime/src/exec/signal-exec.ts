import { type CallOptions, MoatError, isMoatError } from "@moat/core";
import { programMessage } from "../program/classify.ts";
import { mapAppleError } from "../program/map-error.ts";
import { pause } from "../program/retry.ts";
import type { ExecutionParts } from "./apple-execution.ts";
import { EXEC_ID_VARIABLE } from "./exec-arguments.ts";

const NOT_THERE = 3;
const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 50;

/**
 * Finds the process that has the marker `$1` in its environment and whose parent has not, and sends it the signal `$2`.
 * The program has no way to signal any process but the first.
 */
const SCRIPT = `found=$(grep -lsF "${EXEC_ID_VARIABLE}=$1" /proc/[0-9]*/environ)
for file in $found; do
  dir=\${file%/environ}
  while read -r key value; do [ "$key" = PPid: ] && break; done 2>/dev/null <"$dir/status"
  case "
$found
" in *"
/proc/$value/environ
"*) continue ;; esac
  kill -s "$2" "\${dir#/proc/}" && exit 0
done
exit ${NOT_THERE}`;

/** Sends a signal to a process beside the container's own, by one more that runs as the same user. */
export async function signalExec(
  { context, id, marker, user }: Pick<ExecutionParts, "context" | "id" | "marker" | "user">,
  signal: string,
  hasEnded: () => boolean,
  options: CallOptions,
): Promise<void> {
  const { apple } = context;
  const timeoutMs = apple.deadlines.signalMs;
  const operation = `send ${signal} to a command in the container ${id}`;
  const who = user === "" ? [] : [`--user=${user}`];
  const args = ["exec", ...who, id, "sh", "-c", SCRIPT, "sh", marker, signal.replace(/^SIG/, "")];
  let why = "";
  for (let attempt = 0; attempt < ATTEMPTS && !hasEnded(); attempt += 1) {
    const outcome = await apple.try(args, { timeoutMs, signal: options.signal });
    if (outcome.kind !== "ended") throw mapAppleError(outcome, { program: apple.path, operation, timeoutMs });
    if (outcome.exitCode === 0) return;
    why = outcome.exitCode === NOT_THERE ? "it is not to be found there" : programMessage(outcome.stderr);
    if (outcome.exitCode !== NOT_THERE) {
      const failure = mapAppleError(outcome, { program: apple.path, operation, timeoutMs });
      // It ended with its container.
      if (isMoatError(failure, "CONTAINER_STATE", "CONTAINER_NOT_FOUND")) return;
      if (isMoatError(failure, "ENGINE_UNREACHABLE", "ENGINE_TIMEOUT")) throw failure;
      break;
    }
    // A process that has just begun may not have its environment yet.
    await pause(FIRST_PAUSE_MS * 2 ** attempt, options);
  }
  if (hasEnded()) return;
  throw new MoatError("EXEC_SIGNAL_FAILED", `Could not ${operation}: ${why}.`, {
    hint: "The container needs sh and grep for that; stop the whole run to end the command: moat stop RUN",
    details: { container: id, signal },
  });
}
