import type { PublishedPort } from "./container-spec.ts";

/** How a container's process ended. */
export interface ContainerExit {
  /** 0 to 255; 128+n when signal n ended it. */
  readonly code: number;
  /** Whether the engine says that memory ran out. Under gVisor a `false` is not to be relied on. */
  readonly outOfMemory: boolean;
  /** What the engine says went wrong; empty when the process simply ended. */
  readonly error: string;
  /** RFC 3339, the engine's clock. */
  readonly startedAt: string;
  /** RFC 3339, the engine's clock. */
  readonly finishedAt: string;
}

/** Where a container is in its life: `created` -> `running` <-> `paused` -> `exited`. */
export type ContainerState =
  | { readonly phase: "created" }
  | { readonly phase: "running"; readonly startedAt: string }
  | { readonly phase: "paused"; readonly startedAt: string }
  | { readonly phase: "exited"; readonly exit: ContainerExit };

/** What a runtime says of a container. */
export interface ContainerInfo {
  readonly id: string;
  readonly name: string;
  /** The image as it was named in the spec. */
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** RFC 3339, the engine's clock. */
  readonly createdAt: string;
  readonly state: ContainerState;
  /** The ports published on the host's loopback; empty unless running. */
  readonly ports: readonly PublishedPort[];
}

/** What `list` says of a container; `inspect` says more. */
export interface ContainerSummary {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** RFC 3339, the engine's clock. */
  readonly createdAt: string;
  readonly phase: ContainerState["phase"];
}
