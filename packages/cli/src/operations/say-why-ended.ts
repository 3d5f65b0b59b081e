import type { RunPlan } from "@moat/run-manager";
import { compatCommand } from "../present/compat-hint.ts";
import type { AttendResult } from "./attend.ts";
import type { Workbench } from "./open-context.ts";

/** What is known of how a command was started. */
export interface StartFacts extends Pick<RunPlan, "sandbox" | "workspace" | "command" | "env" | "mounts"> {
  /** The limit; 0 when there is none, or it is not known. */
  readonly memoryBytes: number;
}

/** Says why a command may have failed because of gVisor, and how to find out; nothing when nothing speaks for that. */
export function sayWhyEnded({ diagnostics, host }: Workbench, start: StartFacts, result: AttendResult): void {
  if (result.kind !== "ended") return;
  const { observed, exitCode, record } = result;
  const outOfMemory = record.state.status === "exited" && record.state.outOfMemory;
  const why = observed.explain({ sandbox: start.sandbox, memoryBytes: start.memoryBytes, exitCode, outOfMemory });
  if (why !== "") diagnostics.warn(`${why}; to find out: ${compatCommand(start, host.cwd)}`);
}
