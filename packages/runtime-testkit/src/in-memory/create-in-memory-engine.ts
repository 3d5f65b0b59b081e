import { EngineState } from "./engine-state.ts";
import { inMemoryContainers } from "./in-memory-containers.ts";
import type { InMemoryEngine, InMemoryRuntime } from "./in-memory-engine.ts";
import { inMemoryImages } from "./in-memory-images.ts";
import { inMemoryNetworks } from "./in-memory-networks.ts";
import type { InMemoryOptions } from "./in-memory-options.ts";
import { inMemoryStreams } from "./in-memory-streams.ts";
import { inMemoryVolumes } from "./in-memory-volumes.ts";

/** Creates an engine that keeps everything in memory; `connect` opens runtimes over it. */
export function createInMemoryEngine(options: InMemoryOptions = {}): InMemoryEngine {
  const state = new EngineState(options);
  const engine: InMemoryEngine = {
    get unreachable() {
      return state.unreachable;
    },
    set unreachable(value) {
      state.unreachable = value;
    },
    get calls() {
      return [...state.calls];
    },
    get containers() {
      return Array.from(state.containers.values(), (container) => ({ ...container.info(), spec: container.spec }));
    },
    failNext: (method, error) => state.failNext(method, error),
    connect: () => connect(engine, state),
  };
  return engine;
}

/** Creates a runtime that keeps everything in memory and obeys the whole port; its containers run JavaScript. */
export function createInMemoryRuntime(options: InMemoryOptions = {}): InMemoryRuntime {
  return createInMemoryEngine(options).connect();
}

function connect(engine: InMemoryEngine, state: EngineState): InMemoryRuntime {
  return {
    engine,
    name: state.options.name ?? "memory",
    title: state.options.title ?? "In memory",
    capabilities: state.capabilities,
    containers: inMemoryContainers(state),
    streams: inMemoryStreams(state),
    images: inMemoryImages(state),
    networks: inMemoryNetworks(state),
    volumes: inMemoryVolumes(state),
    async ping(options) {
      await state.enter("ping", options);
      return state.facts();
    },
    async [Symbol.asyncDispose]() {},
  };
}
