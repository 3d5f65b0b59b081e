import type { TerminalSize } from "@moat/core";
import type { RunRecord } from "../run-record.ts";
import { finishRun } from "./finish-run.ts";
import type { RunContext } from "./run-context.ts";
import type { StartedRun } from "./start-run.ts";

/** Where a run's bytes come from and go to. */
export interface RunIO {
  /** What the command reads; undefined when it reads nothing. */
  readonly stdin: AsyncIterable<Uint8Array> | undefined;
  /** Takes what the command writes; resolves when it can take more. */
  readonly stdout: (data: Uint8Array) => Promise<void>;
  readonly stderr: (data: Uint8Array) => Promise<void>;
}

/** How attending a run ended. */
export type Attended =
  | { readonly kind: "ended"; readonly record: RunRecord; readonly exitCode: number }
  | { readonly kind: "detached"; readonly record: RunRecord };

/** A run that somebody is watching. */
export interface Attendance {
  /** Settles when the command has ended and all is saved, or when the watcher has left. */
  readonly done: Promise<Attended>;
  /** Sends a signal to the command; does nothing when it has ended already. */
  signal(name: string): Promise<void>;
  /** Tells the command's terminal its size. */
  resize(size: TerminalSize): Promise<void>;
  /** Leaves the run alone. */
  detach(): Promise<void>;
}

/** Watches a started run: bytes go through unchanged in both directions, and the run is finished when it ends. */
export function attendRun(context: RunContext, { record, attachment }: StartedRun, io: RunIO): Attendance {
  const { runtime } = context;
  let left = false;
  const pass = async (): Promise<Attended> => {
    await using _connection = attachment;
    if (attachment !== undefined) {
      feed().catch((error: unknown) => context.diagnostics.debug(`the input broke off: ${String(error)}`));
      for await (const { stream, data } of attachment.output)
        await (stream === "stdout" ? io.stdout(data) : io.stderr(data));
    }
    if (left) return { kind: "detached", record };
    const exit = await runtime.containers.wait(record.containerId);
    return { kind: "ended", record: await finishRun(context, record, exit), exitCode: exit.code };
  };
  const feed = async () => {
    if (attachment === undefined || io.stdin === undefined) return;
    for await (const data of io.stdin) await attachment.write(data);
    await attachment.endInput();
  };
  return {
    done: pass(),
    async signal(name) {
      await runtime.containers.signal(record.containerId, name).catch((error: unknown) => {
        context.diagnostics.debug(`could not send ${name}: ${String(error)}`);
      });
    },
    async resize(size) {
      await attachment?.resize(size);
    },
    async detach() {
      left = true;
      await attachment?.[Symbol.asyncDispose]();
    },
  };
}
