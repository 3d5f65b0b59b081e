import { MoatError, type TerminalSize, isMoatError } from "@moat/core";
import { type ExecRequest, attendExecution, execInRun } from "@moat/run-manager";
import { holdTerminal } from "../terminal/hold-terminal.ts";
import { onInterrupts, signalExitCode } from "../terminal/interrupts.ts";
import { processIO } from "../terminal/process-streams.ts";
import { terminalSize } from "../terminal/raw-terminal.ts";
import { endWhenUnread } from "./end-when-unread.ts";
import { execRequest, type ExecFlags } from "./exec-request.ts";
import { forwardSignals } from "./forward-signals.ts";
import type { Workbench } from "./open-context.ts";
import { openReadOnly } from "./reconciled.ts";

/** Runs one more command in a run, to its end or until a signal makes moat leave; returns the exit code. */
export async function execCommand(bench: Workbench, reference: string, flags: ExecFlags): Promise<number> {
  const { host, diagnostics } = bench;
  const request = execRequest(flags, host.terminal, terminalSize());
  const interrupts = forwardSignals((error) => diagnostics.warn(error.message));
  const release = onInterrupts(interrupts.handle);
  try {
    return await Promise.race([execute(bench, reference, request, interrupts), interrupts.left]);
  } catch (error) {
    if (interrupts.first === undefined || !isMoatError(error, "CANCELED")) throw error;
    return signalExitCode(interrupts.first);
  } finally {
    release();
  }
}

async function execute(
  bench: Workbench,
  reference: string,
  request: ExecRequest,
  interrupts: ReturnType<typeof forwardSignals>,
): Promise<number> {
  const context = await openReadOnly(bench);
  await using _runtime = context.runtime;
  const starting = { signal: interrupts.starting };
  const execution = await execInRun(context, reference, request, bench.host.env, starting);
  const command = interrupts.forwardTo(execution);
  const plain = processIO(request.stdin, () => endWhenUnread(command));
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
