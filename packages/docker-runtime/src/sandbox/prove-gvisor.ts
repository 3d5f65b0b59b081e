import { type CallOptions, type IsolationProof, MoatError, isMoatError } from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import type { EngineInfo } from "../engine/engine-info.ts";
import { type AnnotationVerdict, probeByAnnotation } from "./annotation-probe.ts";
import { type GuestVerdict, PROBE_SCRIPT, judgeGuest } from "./guest-probe.ts";
import type { ProofCache } from "./proof-cache.ts";
import { proofKey } from "./proof-key.ts";
import { isRefusal, runProbe } from "./run-probe.ts";

/** What a proof needs. */
export interface ProofParts {
  readonly client: EngineClient;
  readonly info: EngineInfo;
  readonly cache: ProofCache;
  /** Put on the probe containers, so that one that a crash left behind is found. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Proves that a runtime's name stands for a working gVisor, or throws `SANDBOX_NOT_PROVEN` with the reason. A proof
 * that still holds is taken from the cache.
 */
export async function proveGVisor(
  parts: ProofParts,
  runtime: string,
  image: string,
  options: CallOptions,
): Promise<IsolationProof> {
  const { key, maxAgeMs } = await proofKey(parts.info, runtime);
  const known = await parts.cache.read(key);
  if (known !== undefined && Date.now() - Date.parse(known.provedAt) <= maxAgeMs) return { ...known, source: "cached" };
  const probe = { image, runtime, labels: parts.labels };
  // Asked of the engine now and not before: a warm run has no use for it.
  const { ApiVersion: apiVersion } = await parts.client.json<{ readonly ApiVersion: string }>({
    method: "GET",
    path: "/version",
    operation: "say its version",
    signal: options.signal,
  });
  const guest = await probeGuest(parts, probe, options);
  if (guest.kind === "refuted") throw notProven(runtime, guest.reason);
  const annotation = await probeByAnnotation(parts.client, probe, apiVersion, options);
  const method = proofMethod(guest, annotation);
  if (method === undefined) {
    throw notProven(
      runtime,
      annotation === "not-gvisor"
        ? "it starts a container that gVisor would refuse"
        : "the image has no shell to look with, and this engine is too old for the other way",
    );
  }
  const proof: IsolationProof = {
    method,
    provedAt: new Date().toISOString(),
    source: "fresh",
    guestKernel: guest.kind === "gvisor" ? guest.guestKernel : "",
  };
  await parts.cache.write(key, proof);
  return proof;
}

async function probeGuest(
  parts: ProofParts,
  probe: { image: string; runtime: string; labels: ProofParts["labels"] },
  options: CallOptions,
): Promise<GuestVerdict> {
  try {
    const exit = await runProbe(
      parts.client,
      { ...probe, command: ["sh", "-c", PROBE_SCRIPT], annotations: {} },
      options,
    );
    return judgeGuest(exit, parts.info.kernel);
  } catch (error) {
    if (!isRefusal(error) || !isMoatError(error)) throw error;
    return { kind: "refuted", reason: error.message.replace(/\.$/, "") };
  }
}

function proofMethod(guest: GuestVerdict, annotation: AnnotationVerdict): string | undefined {
  if (annotation === "not-gvisor") return undefined;
  if (guest.kind === "gvisor") return annotation === "gvisor" ? "annotation+guest" : "guest";
  return annotation === "gvisor" ? "annotation" : undefined;
}

function notProven(runtime: string, reason: string): MoatError {
  return new MoatError(
    "SANDBOX_NOT_PROVEN",
    `The runtime "${runtime}" did not prove to be a working gVisor: ${reason}.`,
    {
      hint: `Install a current gVisor (https://gvisor.dev/docs/user_guide/install/) and check the entry "${runtime}" of Docker's daemon.json.\nTo bypass, with reduced isolation: moat run --no-sandbox`,
      details: { runtime, reason },
    },
  );
}
