import type { CallOptions } from "@moat/core";
import { engineMessage } from "../engine/map-error.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { type Probe, isRefusal, runProbe } from "./run-probe.ts";

const FLAG = "moat-no-such-flag";

/** What the annotation probe can say. */
export type AnnotationVerdict = "gvisor" | "not-gvisor" | "unsupported";

/**
 * Asks for a gVisor flag that does not exist, by annotation: gVisor refuses to start, every other runtime ignores it.
 * Nothing of the image runs, so that no image can forge the answer. Engines before API 1.43 drop annotations.
 */
export async function probeByAnnotation(
  client: EngineClient,
  probe: Omit<Probe, "annotations" | "command">,
  apiVersion: string,
  options: CallOptions,
): Promise<AnnotationVerdict> {
  if (!isAtLeast(apiVersion, 1, 43)) return "unsupported";
  try {
    await runProbe(client, { ...probe, command: ["true"], annotations: { [`dev.gvisor.flag.${FLAG}`]: "1" } }, options);
    return "not-gvisor";
  } catch (error) {
    if (isRefusal(error) && engineMessage(error).includes(`flag "${FLAG}" not found`)) return "gvisor";
    throw error;
  }
}

function isAtLeast(version: string, major: number, minor: number): boolean {
  const [gotMajor = 0, gotMinor = 0] = version.split(".").map(Number);
  return gotMajor > major || (gotMajor === major && gotMinor >= minor);
}
