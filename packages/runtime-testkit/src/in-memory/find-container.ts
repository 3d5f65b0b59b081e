import { MoatError } from "@moat/core";

import type { InMemoryContainer } from "./in-memory-container.ts";
import type { EngineState } from "./engine-state.ts";

/** The error for an id that the engine does not have. */
export function containerNotFound(id: string): MoatError {
  return new MoatError("CONTAINER_NOT_FOUND", `The engine has no container ${id}.`, { details: { id } });
}

/** The container of an id. */
export function findContainer(engine: EngineState, id: string): InMemoryContainer {
  const container = engine.containers.get(id);
  if (container === undefined) throw containerNotFound(id);
  return container;
}
