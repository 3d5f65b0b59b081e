import type { ConfigPosition } from "../config.ts";

/** What agent.lock says: what was not pinned in agent.yaml, as it was resolved once. */
export interface LockContent {
  /** Versions, by the name of the dependency. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Digests (`sha256:...`), by the name of the image. */
  readonly images: Readonly<Record<string, string>>;
}

/** A lock as it was read, checked and frozen. */
export interface Lock extends LockContent {
  /** The file as the caller named it; empty when there is none. */
  readonly file: string;
  /** Returns where the value of a path such as `dependencies.node` stands; undefined when the file does not have it. */
  positionOf(path: string): ConfigPosition | undefined;
}
