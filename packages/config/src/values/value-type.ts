import type { SourceNode } from "../yaml/source-node.ts";
import type { Place } from "./place.ts";
import type { Shape } from "./shape.ts";

/** How a value of agent.yaml is read, and what it looks like. */
export interface ValueType<T> {
  readonly shape: Shape;
  /** Returns the value, or reports at the place why there is none and returns undefined. */
  read(node: SourceNode, place: Place): T | undefined;
}
