import type { Runtime } from "@moat/core";

import { inMemoryContainers } from "./in-memory-containers.ts";
import { InMemoryEngine } from "./in-memory-engine.ts";
import { inMemoryImages } from "./in-memory-images.ts";
import { inMemoryNetworks } from "./in-memory-networks.ts";
import type { InMemoryOptions } from "./in-memory-options.ts";
import { inMemoryStreams } from "./in-memory-streams.ts";
import { inMemoryVolumes } from "./in-memory-volumes.ts";

/** A runtime that keeps everything in memory, and the engine behind it. */
export interface InMemoryRuntime extends Runtime {
  /** Where a test watches and disturbs. */
  readonly engine: InMemoryEngine;
}

/**
 * Creates a runtime that keeps everything in memory and obeys the whole port; its containers run JavaScript. Give it
 * an engine instead of options to stand over that one, as a second process would.
 */
export function createInMemoryRuntime(given: InMemoryOptions | InMemoryEngine = {}): InMemoryRuntime {
  const engine = given instanceof InMemoryEngine ? given : new InMemoryEngine(given);
  return {
    engine,
    name: engine.options.name ?? "memory",
    title: engine.options.title ?? "In memory",
    capabilities: engine.capabilities,
    containers: inMemoryContainers(engine),
    streams: inMemoryStreams(engine),
    images: inMemoryImages(engine),
    networks: inMemoryNetworks(engine),
    volumes: inMemoryVolumes(engine),
    async ping(options) {
      await engine.enter("ping", options);
      return engine.facts();
    },
    async [Symbol.asyncDispose]() {},
  };
}
