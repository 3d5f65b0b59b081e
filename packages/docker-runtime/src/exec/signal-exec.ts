import type { Duplex } from "node:stream";
import { text } from "node:stream/consumers";
import { type CallOptions, type ExecSpec, MoatError, execSpec, isMoatError } from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { createExec, startExec } from "./exec-api.ts";
import { type ExecIds, waitForExec } from "./wait-for-exec.ts";

/** The variable by which a process is found again inside; its children have it too, but they have parents. */
export const EXEC_ID_VARIABLE = "MOAT_EXEC_ID";

const NOT_THERE = 3;
const ATTEMPTS = 5;

/**
 * Finds the process whose environment has the marker `$1`, and whose parent is not of this container, and sends it
 * the signal `$2`. The engine offers no other way: its process ids are the host's, or the sandbox's.
 */
const SCRIPT = `for dir in /proc/[0-9]*; do
  { tr '\\000' '\\n' <"$dir/environ" | grep -qx "${EXEC_ID_VARIABLE}=$1"; } 2>/dev/null || continue
  while read -r key value; do [ "$key" = PPid: ] && break; done 2>/dev/null <"$dir/status"
  [ "$value" = 0 ] && { kill -s "$2" "\${dir#/proc/}"; exit; }
done
exit ${NOT_THERE}`;

/** What is needed to send a signal to a process beside the container's own. */
export interface ExecTarget extends ExecIds {
  /** The marker in its environment. */
  readonly marker: string;
  readonly user: string;
  /** Whether it has ended; then no signal is needed. */
  readonly hasEnded: () => Promise<boolean>;
}

/** Sends a signal to a process, by a second one that runs as the same user. */
export async function signalExec(
  client: EngineClient,
  target: ExecTarget,
  signal: string,
  options: CallOptions,
): Promise<void> {
  const command = ["sh", "-c", SCRIPT, "sh", target.marker, signal.replace(/^SIG/, "")];
  let why = "";
  // A process that has just begun may not have its environment yet.
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await target.hasEnded()) return;
    const { code, said } = await runToEnd(
      client,
      target.containerId,
      execSpec({ command, user: target.user }),
      options,
    );
    if (code === 0) return;
    why = code === NOT_THERE ? "it is not to be found there" : said.trim();
    if (code !== NOT_THERE) break;
  }
  if (await target.hasEnded()) return;
  throw new MoatError("EXEC_SIGNAL_FAILED", `Could not send ${signal} to a command in the container: ${why}.`, {
    hint: "The container needs sh, tr and grep for that; stop the whole run to end the command: moat stop RUN",
    details: { container: target.containerId, signal },
  });
}

async function runToEnd(
  client: EngineClient,
  containerId: string,
  spec: ExecSpec,
  options: CallOptions,
): Promise<{ readonly code: number; readonly said: string }> {
  try {
    const execId = await createExec(client, containerId, spec, options);
    const connection = await startExec(client, execId, spec, options);
    const said = await textOf(connection, options);
    // Printable text only: what there is of frames around it does not matter here.
    const readable = said.replaceAll(/[^\x20-\x7e]+/g, " ");
    return { code: await waitForExec(client, { containerId, execId }, options), said: readable };
  } catch (error) {
    if (!isMoatError(error, "CONTAINER_STATE", "CONTAINER_NOT_FOUND")) throw error;
    return { code: 0, said: "" };
  }
}

/** All that a connection brings; an abort cuts it. */
async function textOf(connection: Duplex, { signal }: CallOptions): Promise<string> {
  const cut = () => void connection.destroy();
  signal?.addEventListener("abort", cut, { once: true });
  if (signal?.aborted === true) cut();
  try {
    return await text(connection);
  } catch (error) {
    if (signal?.aborted !== true) throw error;
    throw new MoatError("CANCELED", "Canceled while sending a signal to a command in a container.", { cause: error });
  } finally {
    signal?.removeEventListener("abort", cut);
  }
}
