import { join } from "node:path";
import process from "node:process";
import type { RunPlan } from "../run-plan.ts";
import { publishOver } from "../store/atomic-file.ts";
import { synced } from "../store/sync-soon.ts";

/** Puts a new agent.lock in place of the old one, or of whatever has its name; it is never written through a link. */
export async function writeLock({ workspace, user }: Pick<RunPlan, "workspace" | "user">, text: string): Promise<void> {
  // It belongs to whoever has the workspace, also when moat was called through sudo.
  const owner = process.geteuid?.() === 0 ? { owner: user } : {};
  await publishOver(join(workspace, "agent.lock"), text, { mode: 0o666, ...owner });
  await synced();
}
