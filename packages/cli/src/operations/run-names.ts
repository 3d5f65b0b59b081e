import type { RunStore } from "@moat/run-manager";

/** The most ended runs whose names are offered: the newest. */
const ENDED = 50;

/** The names that a shell offers for a run: those of live runs, and for some commands of ended ones. Asks no engine. */
export async function runNames(store: RunStore, { ended }: { readonly ended: boolean }): Promise<readonly string[]> {
  const { records } = await store.list({ all: false });
  const entries = ended ? (await store.endedIndex()).slice(0, ENDED) : [];
  return [...new Set([...records, ...entries].map(({ name }) => name))];
}
