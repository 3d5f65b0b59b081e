import { createHash } from "node:crypto";
import type { RunPlan } from "../run-plan.ts";

/** What is remembered of a build: the image's name, and the digests of what it was built on. */
export interface BuiltNote {
  readonly tag: string;
  readonly digests: Readonly<Record<string, string>>;
}

/** Where a build is remembered: by its recipe and by the digests that it is to be built on, which are those of agent.lock by default. Pure. */
export function builtKey(
  engineId: string,
  { build, lock }: Pick<RunPlan, "build" | "lock">,
  digests: Readonly<Record<string, string>> = lock.images,
): string {
  const pins = build.images.map((image) => (Object.hasOwn(digests, image) ? (digests[image] ?? "") : ""));
  const recipe = pins.every((digest) => digest === "")
    ? build.hash
    : createHash("sha256")
        .update(JSON.stringify([build.hash, ...pins]))
        .digest("hex");
  return `image-${engineId}-${recipe}`;
}

/** Reads such a note; undefined for anything else, such as what an earlier moat wrote there. Pure. */
export function readBuilt(value: unknown): BuiltNote | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const tag: unknown = Reflect.get(value, "tag");
  const digests: unknown = Reflect.get(value, "digests");
  if (typeof tag !== "string" || typeof digests !== "object" || digests === null) return undefined;
  const texts = Object.entries(digests).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return { tag, digests: Object.fromEntries(texts) };
}
