import type { RunRecord, RunState } from "@moat/run-manager";
import { commandText } from "./plain-text.ts";
import { table } from "./table.ts";

/** A run as `--json` prints it: the record without what only moat needs. */
export type RunJson = Omit<RunRecord, "schema" | "ownerPid">;

/** A run for programs. */
export function runJson({ schema: _schema, ownerPid: _ownerPid, ...rest }: RunRecord): RunJson {
  return rest;
}

/** What `moat run --detach --json` prints. */
export function startedJson({ id, name, containerId, isolation, ports }: RunRecord): Partial<RunJson> {
  return { id, name, containerId, isolation, ports };
}

/** What `moat list --json` prints: an array, newest first. */
export function listJson(records: readonly RunRecord[]): readonly RunJson[] {
  return records.map(runJson);
}

/** Runs for people: one a line. */
export function listText(records: readonly RunRecord[], now: number): string {
  const rows = records.map((record) => [
    record.name,
    record.id,
    stateText(record.state),
    ageText(now - Date.parse(record.createdAt)),
    record.isolation?.kind ?? "-",
    shorten(commandText(record.command), 40),
  ]);
  return table([["NAME", "ID", "STATE", "AGE", "ISOLATION", "COMMAND"], ...rows]);
}

/** Where a run is, in a word or two. */
export function stateText(state: RunState): string {
  switch (state.status) {
    case "exited":
      return `exited (${state.exitCode})`;
    case "failed":
      return `failed (${state.code})`;
    case "created":
    case "starting":
    case "running":
    case "stopping":
    case "lost":
      return state.status;
    default:
      return state satisfies never;
  }
}

/** How long ago, in a few characters. */
export function ageText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds}s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)}m`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 86_400)}d`;
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}
