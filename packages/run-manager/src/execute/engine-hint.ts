import type { RunRecord } from "../run-record.ts";

/** What moat says of an engine that a context of docker's names; see `EngineFacts.foundBy`. */
const BY_CONTEXT = /^the context ([\w.+-]+) \(/;
/** What no shell reads anything into. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/**
 * Writes the command line after which moat asks the engine that has a run. A context has more than an address, as its
 * keys for TLS, so that it is named itself. Pure.
 */
export function engineHint({
  engineAddress,
  engineFoundBy,
}: Pick<RunRecord, "engineAddress" | "engineFoundBy">): string {
  const context = BY_CONTEXT.exec(engineFoundBy)?.[1];
  // The address goes before the context, wherever both are given.
  if (context !== undefined) return `unset DOCKER_HOST; export DOCKER_CONTEXT=${context}`;
  const address = PLAIN.test(engineAddress) ? engineAddress : `'${engineAddress.replaceAll("'", `'\\''`)}'`;
  return `export DOCKER_HOST=${address}`;
}
