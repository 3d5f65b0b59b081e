import { type Execution, MoatError, type TerminalSize, isMoatError } from "@moat/core";
import { type ExecRequest, attendExecution, execInRun } from "@moat/run-manager";
import { holdTerminal } from "../terminal/hold-terminal.ts";
import { processIO } from "../terminal/process-streams.ts";
import { terminalSize } from "../terminal/raw-terminal.ts";
import { endWhenUnread } from "./end-when-unread.ts";
import { execRequest, type ExecFlags } from "./exec-request.ts";
import type { Workbench } from "./open-context.ts";
import { openReadOnly } from "./reconciled.ts";
import { signalExecution } from "./signal-execution.ts";
import { type SignalTarget, type SignalWatch, watchSignals } from "./signal-watch.ts";
import { unlessInterrupted } from "./unless-interrupted.ts";

/** Runs one more command in a run, to its end or until a signal makes moat leave; returns the exit code. */
export async function execCommand(bench: Workbench, reference: string, flags: ExecFlags): Promise<number> {
  const request = execRequest(flags, bench.host.terminal, terminalSize());
  using signals = watchSignals();
  const result = await unlessInterrupted(signals, async () => {
    return { kind: "ended", exitCode: await execute(bench, reference, request, signals) } as const;
  });
  return result.exitCode;
}

async function execute(
  bench: Workbench,
  reference: string,
  request: ExecRequest,
  signals: SignalWatch,
): Promise<number> {
  const context = await openReadOnly(bench);
  await using _runtime = context.runtime;
  const execution = await execInRun(context, reference, request, bench.host.env, { signal: signals.preparing });
  const command = signalExecution(execution, (error) => bench.diagnostics.warn(error.message));
  signals.leadTo(command);
  return await Promise.race([passThrough(execution, command, { reference, request }), command.left]);
}

async function passThrough(
  execution: Execution,
  command: SignalTarget,
  { reference, request }: { readonly reference: string; readonly request: ExecRequest },
): Promise<number> {
  const plain = processIO(request.stdin, (end) => {
    if (end === "unread") endWhenUnread(command);
    else command.leave("SIGHUP");
  });
  const resize = async (size: TerminalSize) => await execution.resize(size).catch(() => {});
  const held = { io: plain, resize, detachKeys: new Uint8Array(), onDetach: () => {} };
  using terminal = request.tty && request.stdin ? holdTerminal(held) : undefined;
  try {
    void terminal?.size.update();
    return await attendExecution(execution, terminal?.io ?? plain);
  } catch (error) {
    throw isMoatError(error, "CONTAINER_NOT_FOUND") ? runRemoved(reference, error) : error;
  }
}

function runRemoved(reference: string, cause: MoatError): MoatError {
  return new MoatError("CONTAINER_NOT_FOUND", `The run ${reference} ended, and the command in it with it.`, { cause });
}
