/**
 * Which layer a setting comes from, the strongest first. `agent.yaml` also stands for its other name, moat.yaml;
 * `config.yaml` is the file in moat's own directory.
 */
export type Origin = "flag" | "environment" | "agent.yaml" | "config.yaml" | "default";

/** A value, and the layer that it comes from. */
export interface Setting<T> {
  readonly value: T;
  readonly origin: Origin;
}
