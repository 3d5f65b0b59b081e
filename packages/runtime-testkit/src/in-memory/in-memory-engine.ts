import type { ContainerInfo, ContainerSpec, MoatError, Runtime } from "@moat/core";

import type { RuntimeMethod } from "./runtime-method.ts";

/** A container as a test looks at it: what the engine says of it, and the spec it was made from. */
export interface InMemoryContainerView extends ContainerInfo {
  readonly spec: ContainerSpec;
}

/** A runtime that keeps everything in memory, and the engine behind it. */
export interface InMemoryRuntime extends Runtime {
  /** Where a test watches and disturbs. */
  readonly engine: InMemoryEngine;
}

/** The engine behind in-memory runtimes: it owns everything, as a real one does, and lets a test watch and disturb. */
export interface InMemoryEngine {
  /** While true, every call throws `ENGINE_UNREACHABLE`. */
  unreachable: boolean;
  /** The methods that were called so far, in order. */
  readonly calls: readonly RuntimeMethod[];
  /** The containers that the engine has now, oldest first. */
  readonly containers: readonly InMemoryContainerView[];
  /** Lets the next call of a method throw; several faults of one method are thrown in order. */
  failNext(method: RuntimeMethod, error: MoatError): void;
  /** Opens one more runtime over this engine, as another process would. */
  connect(): InMemoryRuntime;
}
