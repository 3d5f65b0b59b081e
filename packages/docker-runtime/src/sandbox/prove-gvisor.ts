import { type CallOptions, type IsolationProof, MoatError, isMoatError } from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { readApiVersion } from "../engine/api-version.ts";
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
  /** Whether a proof that still holds is no excuse. */
  readonly fresh: boolean;
}

/**
 * Proves that a runtime's name stands for a working gVisor, or throws `SANDBOX_NOT_PROVEN` with the reason. A proof
 * that still holds is taken from the cache.
 */
export async function proveGVisor(
  parts: ProofParts,
  { runtime, image }: { readonly runtime: string; readonly image: string },
  options: CallOptions,
): Promise<IsolationProof> {
  const known = parts.fresh ? undefined : await lastProof(parts, runtime);
  if (known !== undefined) return known;
  const probe = { image, runtime, labels: parts.labels };
  // Asked of the engine now and not before: a warm run has no use for it.
  const apiVersion = await readApiVersion(parts.client, options);
  const guest = await probeGuest(parts, probe, options);
  if (guest.kind === "refuted") throw notProven(parts.info, runtime, guest.reason);
  const annotation = await probeByAnnotation(parts.client, probe, apiVersion, options);
  const method = proofMethod(guest, annotation);
  if (method === undefined) {
    throw notProven(
      parts.info,
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
  await parts.cache.write(proofKey(parts.info, runtime).key, proof);
  return proof;
}

/** The proof that was made before and still holds, if there is one. One from the future is none. */
export async function lastProof(
  { info, cache }: Pick<ProofParts, "info" | "cache">,
  runtime: string,
): Promise<IsolationProof | undefined> {
  const { key, maxAgeMs } = proofKey(info, runtime);
  const known = await cache.read(key);
  if (known === undefined) return undefined;
  const ageMs = Date.now() - Date.parse(known.provedAt);
  return ageMs >= 0 && ageMs <= maxAgeMs ? { ...known, source: "cached" } : undefined;
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

function notProven(info: EngineInfo, runtime: string, reason: string): MoatError {
  const entry = info.runtimes[runtime];
  const where = entry === undefined || entry.path === "" ? "" : ` (${entry.path})`;
  const remedy = info.isPodman
    ? `Use Docker with gVisor: Podman's Docker API does not run the runtime that it is asked for.`
    : `Install a current gVisor (https://gvisor.dev/docs/user_guide/install/) and check the entry "${runtime}"${where} of Docker's daemon.json.`;
  return new MoatError(
    "SANDBOX_NOT_PROVEN",
    `The runtime "${runtime}" did not prove to be a working gVisor: ${reason}.`,
    {
      hint: `${remedy}\nTo bypass, with reduced isolation: moat run --no-sandbox`,
      details: { runtime, reason, entry, address: info.address },
    },
  );
}
