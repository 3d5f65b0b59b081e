import type { LockChange } from "@moat/run-manager";
import { table } from "./table.ts";

/** What changed in agent.lock, for people. */
export function lockChangesText(changes: readonly LockChange[]): string {
  if (changes.length === 0) return "agent.lock is up to date";
  return table([
    ["NAME", "BEFORE", "NOW"],
    ...changes.map(({ name, before, after }) => [name, before || "none", after || "none"]),
  ]);
}
