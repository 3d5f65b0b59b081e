import { type Execution, MoatError, execSpec } from "@moat/core";
import type { RunContext } from "../execute/run-context.ts";

/** What `tar` inside is asked to do. */
export interface TarCall {
  readonly containerId: string;
  readonly command: readonly string[];
  readonly stdin: boolean;
  readonly signal: AbortSignal;
}

/** A program inside whose output is an archive. */
export interface TarProcess extends AsyncDisposable {
  readonly archive: AsyncIterable<Uint8Array>;
  readonly execution: Execution;
  /** Whether `archive` was read to its end: only then is it certain that the program ends. */
  readonly isRead: () => boolean;
  /** Waits for the end; call it after `archive` has been read to its end. */
  readonly end: () => Promise<{ readonly code: number; readonly said: string }>;
}

const MOST_SAID = 4_096;
const KILL_WITHIN_MS = 5_000;

/** Runs `tar` inside. An abort lets go of it, and what is waited for fails. */
export async function runTar(
  { runtime }: RunContext,
  { containerId, command, stdin, signal }: TarCall,
): Promise<TarProcess> {
  const execution = await runtime.streams.exec(containerId, execSpec({ command, stdin }), { signal });
  const letGo = () => void execution[Symbol.asyncDispose]();
  signal.addEventListener("abort", letGo, { once: true });
  let said = "";
  let isRead = false;
  return {
    execution,
    archive: (async function* () {
      for await (const { stream, data } of execution.output) {
        if (stream === "stdout") yield data;
        else if (said.length < MOST_SAID) said += Buffer.from(data).toString();
      }
      if (signal.aborted) throw canceled();
      isRead = true;
    })(),
    isRead: () => isRead,
    async end() {
      if (signal.aborted) throw canceled();
      const code = await execution.wait({ signal });
      if (code === 127) said = "there is no tar in the run's image";
      return { code, said: said.trim().split("\n").slice(0, 3).join("; ") };
    },
    async [Symbol.asyncDispose]() {
      signal.removeEventListener("abort", letGo);
      // It would wait for a reader as long as its run lives.
      if (!isRead) await execution.signal("SIGKILL", { signal: AbortSignal.timeout(KILL_WITHIN_MS) }).catch(() => {});
      await execution[Symbol.asyncDispose]();
    },
  };
}

function canceled(): MoatError {
  return new MoatError("CANCELED", "The copy was canceled.");
}
