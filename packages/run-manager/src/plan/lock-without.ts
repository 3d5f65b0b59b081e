import type { Lock } from "@moat/config";
import { REGISTRY } from "@moat/images";
import { lockedIn } from "./locked-in.ts";

/**
 * What stays of a lock when some of what it says, or all of it where nothing is named, is to be resolved anew. A runtime that comes from an
 * image takes the digest of that image with it. Pure.
 */
export function lockWithout(lock: Lock, names: readonly string[]): Lock {
  const gone = new Set([...names, ...names.map((name) => imageOf(lock, name))]);
  const kept = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => names.length > 0 && !gone.has(name)));
  return { ...lock, dependencies: kept(lock.dependencies), images: kept(lock.images) };
}

function imageOf(lock: Lock, name: string): string {
  const source = Object.hasOwn(REGISTRY, name) ? REGISTRY[name]?.source : undefined;
  return source?.from === "image" ? source.image.replaceAll("{version}", lockedIn(lock.dependencies, name)) : "";
}
