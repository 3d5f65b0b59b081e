import type { Duplex } from "node:stream";
import { type CallOptions, type ExecSpec, isMoatError } from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { containerPath } from "../roles/inspect-container.ts";
import { execFailure } from "./exec-failure.ts";

/** What the engine says of a process beside the container's own. */
export interface RawExec {
  readonly Running: boolean;
  /** Missing until the process has ended. */
  readonly ExitCode: number | null;
  /** 0 as long as it has not begun, and for ever when it could not. */
  readonly Pid: number;
}

/** A key sequence nobody types: the engine's own, Ctrl-P Ctrl-Q, would cut the terminal's stream. */
export const NO_DETACH_KEYS = "ctrl-^,ctrl-^,ctrl-_,ctrl-^";

/** The API's path of a process beside the container's own. */
export function execPath(execId: string): string {
  return `/exec/${encodeURIComponent(execId)}`;
}

/** Registers a process with the engine, and returns the engine's id for it; nothing runs yet. */
export async function createExec(
  client: EngineClient,
  id: string,
  spec: ExecSpec,
  options: CallOptions,
): Promise<string> {
  const operation = `run a command in the container ${id}`;
  try {
    const { Id } = await client.json<{ readonly Id: string }>({
      method: "POST",
      path: containerPath(id, "exec"),
      body: {
        AttachStdin: spec.stdin,
        AttachStdout: true,
        AttachStderr: true,
        Tty: spec.tty,
        DetachKeys: NO_DETACH_KEYS,
        Cmd: spec.command,
        Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
        ...(spec.user === "" ? {} : { User: spec.user }),
        ...(spec.workingDir === "" ? {} : { WorkingDir: spec.workingDir }),
        ...consoleSize(spec),
      },
      operation,
      notFound: "CONTAINER_NOT_FOUND",
      signal: options.signal,
    });
    return Id;
  } catch (error) {
    if (!isMoatError(error, "ENGINE_FAILED")) throw error;
    const failure = execFailure(String(error.details["engineMessage"]), id);
    throw failure.kind === "error" && failure.error.code === "EXEC_INVALID" ? failure.error : error;
  }
}

/** Starts a registered process; its streams are the connection that comes back. */
export function startExec(client: EngineClient, execId: string, spec: ExecSpec, options: CallOptions): Promise<Duplex> {
  return client.upgrade({
    method: "POST",
    path: `${execPath(execId)}/start`,
    body: { Detach: false, Tty: spec.tty, ...consoleSize(spec) },
    operation: "start a command in a container",
    notFound: "CONTAINER_NOT_FOUND",
    signal: options.signal,
  });
}

/** Asks the engine about a process. Throws `CONTAINER_NOT_FOUND` when it knows it no more. */
export function inspectExec(client: EngineClient, execId: string, options: CallOptions): Promise<RawExec> {
  return client.json<RawExec>({
    method: "GET",
    path: `${execPath(execId)}/json`,
    operation: "inspect a command in a container",
    notFound: "CONTAINER_NOT_FOUND",
    signal: options.signal,
  });
}

function consoleSize({ tty, terminalSize: { rows, columns } }: ExecSpec): object {
  return tty && rows > 0 ? { ConsoleSize: [rows, columns] } : {};
}
