import { expect, it } from "vitest";
import { memoryProofCache } from "./proof-cache.ts";

const proof = { method: "guest", provedAt: "2026-01-01T00:00:00Z", source: "fresh", guestKernel: "4.4.0" } as const;

it("remembers a proof by its key, each cache its own", async () => {
  const cache = memoryProofCache();
  expect(await cache.read("k")).toBeUndefined();
  await cache.write("k", proof);
  expect(await cache.read("k")).toEqual(proof);
  expect(await cache.read("K")).toBeUndefined();
  expect(await memoryProofCache().read("k")).toBeUndefined();
});
