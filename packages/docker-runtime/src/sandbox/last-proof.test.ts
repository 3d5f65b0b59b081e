import { describe, expect, it } from "vitest";
import { toEngineInfo } from "../engine/engine-info.ts";
import { memoryProofCache } from "./proof-cache.ts";
import { proofKey } from "./proof-key.ts";
import { lastProof } from "./prove-gvisor.ts";

const HOUR_MS = 60 * 60 * 1000;
const raw = { ID: "e", Name: "far", Runtimes: { runsc: { path: "/usr/bin/runsc" } } };
const info = toEngineInfo(raw, { url: "ssh://far", foundBy: "DOCKER_HOST" });

/** What is left of a proof of a remote engine that was made so long ago. */
async function proofOfAge(ageMs: number) {
  const cache = memoryProofCache();
  const provedAt = new Date(Date.now() - ageMs).toISOString();
  const proof = { method: "guest", provedAt, source: "fresh", guestKernel: "4.4.0" } as const;
  await cache.write(proofKey(info, "runsc").key, proof);
  return lastProof({ info, cache }, "runsc");
}

describe("a proof of an engine elsewhere", () => {
  it("holds for a day", async () => {
    expect(await proofOfAge(23 * HOUR_MS)).toMatchObject({ source: "cached", guestKernel: "4.4.0" });
  });

  it.each([
    ["is over after that", 25],
    ["is none when it comes from the future", -1],
  ])("%s", async (_title, hours) => {
    expect(await proofOfAge(hours * HOUR_MS)).toBeUndefined();
  });
});
