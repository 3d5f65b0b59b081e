import process from "node:process";
import { findHostCertificates, withoutUsualCertificates } from "@moat/host";
import type { JsonCache } from "../store/json-cache.ts";

/** What {@link hostAuthorities} found. */
export interface HostAuthorities {
  /** As PEM, each once. */
  readonly authorities: readonly string[];
  /** Remembers them; to be called once something may be written. */
  readonly remember: () => Promise<void>;
}

/**
 * Reads the certificate authorities that this machine trusts beside the usual ones. Which are usual is remembered for each content and
 * version of Node.js: to ask Node.js takes longer than all else that is planned.
 */
export async function hostAuthorities(
  env: Readonly<Record<string, string>>,
  cache: JsonCache | undefined,
): Promise<HostAuthorities> {
  const found = findHostCertificates(env);
  const key = `authorities-${process.version}-${found.join("")}`;
  const known = found.length === 0 ? [] : await cache?.read(key);
  if (areTexts(known)) return { authorities: known, remember: () => Promise.resolve() };
  const authorities = withoutUsualCertificates(found);
  return { authorities, remember: async () => await cache?.write(key, authorities) };
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}
