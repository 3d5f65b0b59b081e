import { parseEnvEntry } from "@moat/config";
import { type CallOptions, type ExecSpec, type Execution, type TerminalSize, execSpec } from "@moat/core";
import type { RunIO } from "./attend-run.ts";
import { feed } from "./feed.ts";
import type { RunContext } from "./run-context.ts";
import { findRunning } from "./running-container.ts";

/** One more command in a run, as a user asks for it. */
export interface ExecRequest {
  readonly command: readonly string[];
  /** As with `moat run`: `KEY=VALUE`, or `KEY` for the host's value. */
  readonly env: readonly string[];
  /** Empty for the run's own. */
  readonly user: string;
  /** Absolute; empty for the run's own, which is the workspace. */
  readonly workingDir: string;
  readonly tty: boolean;
  readonly stdin: boolean;
  readonly terminalSize: TerminalSize;
}

/**
 * Runs one more command in a run, by its id, a prefix of it, or its name. It has the run's user, environment and
 * working directory unless the request says another.
 *
 * @throws what `findRunning` and the runtime's `exec` do, and `ENV_INVALID`.
 */
export async function execInRun(
  context: RunContext,
  reference: string,
  request: ExecRequest,
  hostEnv: Readonly<Record<string, string>>,
  options: CallOptions = {},
): Promise<Execution> {
  const spec = execRequestToSpec(request, hostEnv);
  const { containerId } = await findRunning(context, reference);
  return context.runtime.streams.exec(containerId, spec, options);
}

/** Writes a request as a spec. The engine gives the run's own environment to every process, `HOME` included. Pure. */
export function execRequestToSpec(request: ExecRequest, hostEnv: Readonly<Record<string, string>>): ExecSpec {
  const env = new Map<string, string>();
  const term = own(hostEnv, "TERM");
  if (request.tty && term !== undefined) env.set("TERM", term);
  // The run's HOME is its user's, who may not let root's programs write there, or should not have files of root's.
  if (/^(?:0|root)(?::|$)/.test(request.user)) env.set("HOME", "/root");
  for (const text of request.env) {
    const entry = parseEnvEntry(text);
    const value = entry.kind === "value" ? entry.value : own(hostEnv, entry.name);
    if (value !== undefined) env.set(entry.name, value);
  }
  const { command, user, workingDir, tty, stdin, terminalSize } = request;
  return execSpec({ command, user, workingDir, tty, stdin, terminalSize, env: Object.fromEntries(env) });
}

/**
 * Brings bytes to a command and back until it ends; returns its code.
 *
 * @throws `CONTAINER_NOT_FOUND` when the container was removed before the code was known, and what `io` throws.
 */
export async function attendExecution(execution: Execution, io: RunIO): Promise<number> {
  await using connection = execution;
  // Input that breaks off is the end of input, and the end of the command is told by its output.
  feed(connection, io.stdin).catch(() => {});
  for await (const { stream, data } of connection.output)
    await (stream === "stdout" ? io.stdout(data) : io.stderr(data));
  return await connection.wait();
}

function own(env: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(env, name) ? env[name] : undefined;
}
