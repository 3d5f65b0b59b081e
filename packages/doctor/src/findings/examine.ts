import { diagnose } from "./diagnose.ts";
import type { Finding } from "./finding.ts";
import { type GatherOptions, gatherFacts } from "./gather-facts.ts";

/**
 * Looks for what is wrong with this machine, its engine and moat's own files, and says what mends it. Never throws for what it finds:
 * no engine at all is a finding.
 */
export async function examine(options: GatherOptions): Promise<readonly Finding[]> {
  return diagnose(await gatherFacts(options));
}
