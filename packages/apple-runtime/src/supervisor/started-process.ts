import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { AppleProgram } from "../program/apple-program.ts";
import { type AttachedProgram, attachInTerminal, attachProgram } from "../program/process-port.ts";
import type { ContainerDirectory } from "../state/container-directory.ts";
import { readContainers } from "../state/raw-container.ts";
import type { SupervisorOrder } from "./messages.ts";

/** How often the service is asked whether the process runs. */
const POLL_MS = 200;

/** Starts the attached program for a container. */
export async function launch(order: SupervisorOrder, directory: ContainerDirectory): Promise<AttachedProgram> {
  const { program, env, id, tty, stdin, terminalSize } = order;
  const args = ["start", "--attach", ...(stdin ? ["--interactive"] : []), id];
  if (tty && stdin) {
    const stderrPath = directory.programErrors;
    return await attachInTerminal({ program, args, env, stdin, size: terminalSize, stderrPath });
  }
  return await attachProgram({ program, args, env, stdin });
}

/** Whether the process was seen running, or its program ended before. */
export type Beginning =
  | { readonly kind: "running" }
  | { readonly kind: "ended"; readonly exitCode: number }
  | { readonly kind: "expired" };

/** Waits until the service says that a container runs, or until the program that starts it ends. */
export async function awaitBeginning(id: string, apple: AppleProgram, running: AttachedProgram): Promise<Beginning> {
  const ended = running.exit.then((exitCode): Beginning => ({ kind: "ended", exitCode }));
  const until = performance.now() + apple.deadlines.startMs;
  while (performance.now() < until) {
    const first = await Promise.race([ended, delay(POLL_MS)]);
    if (first !== undefined) return first;
    const seen = await Promise.race([ended, lookAt(id, apple)]);
    if (seen !== undefined && "kind" in seen) return seen;
    if (seen?.isRunning === true) return { kind: "running" };
  }
  return { kind: "expired" };
}

/** What the service says of a container. */
export interface Look {
  readonly isRunning: boolean;
  /** Empty when it was never started, or is gone. */
  readonly startedDate: string;
}

/** Asks the service for a container; undefined when it says nothing that can be understood. */
export async function lookAt(id: string, apple: AppleProgram): Promise<Look | undefined> {
  const outcome = await apple.try(["inspect", id], { timeoutMs: apple.deadlines.queryMs, signal: undefined });
  if (outcome.kind !== "ended") return undefined;
  if (outcome.exitCode !== 0)
    return /not found/i.test(outcome.stderr) ? { isRunning: false, startedDate: "" } : undefined;
  try {
    const found = readContainers(outcome.stdout).find((container) => container.id === id);
    const isRunning = found?.state === "running" || found?.state === "stopping";
    return { isRunning, startedDate: found?.startedDate ?? "" };
  } catch {
    return undefined;
  }
}

/** The program's own words, where they are in a file. */
export async function programErrors(directory: ContainerDirectory): Promise<string> {
  return await readFile(directory.programErrors, "utf8").catch(() => "");
}
