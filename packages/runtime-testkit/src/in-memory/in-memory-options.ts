import type { Diagnostics, EngineFacts, Isolation, RuntimeCapabilities } from "@moat/core";

import type { GuestProgram } from "../guest/guest.ts";

/** An image of the in-memory engine or of its registry; everything but `id` is empty by default. */
export interface InMemoryImage {
  /** The content's id; made from the digest, or from the reference, by default. */
  readonly id?: string;
  /** What its registry knows it by, and it can be asked for by behind an `@`. */
  readonly digest?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  /** Text files by absolute path, for `images.readFile`. */
  readonly files?: Readonly<Record<string, string>>;
}

/** How an in-memory engine is; every option has a default. */
export interface InMemoryOptions {
  /** The runtime's short name; `memory` by default. */
  readonly name?: string;
  /** `In memory` by default. */
  readonly title?: string;
  /** All true by default. */
  readonly capabilities?: Partial<RuntimeCapabilities>;
  /** What `create` says of every container; gVisor with a fresh proof by default. */
  readonly isolation?: Isolation;
  /** What `ping` says. */
  readonly facts?: Partial<EngineFacts>;
  /** Images that the engine has, by reference; `memory:latest` by default. */
  readonly images?: Readonly<Record<string, InMemoryImage>>;
  /** Images of the registry, by reference; none by default. */
  readonly pullable?: Readonly<Record<string, InMemoryImage>>;
  /** Programs by the first word of a command, beside {@link guestPrograms}. */
  readonly programs?: Readonly<Record<string, GuestProgram>>;
  /** Whether the engine's host has the source of a mount; it has all of them by default. */
  readonly hasSource?: (source: string) => boolean;
  /** Where the progress of `pull` goes. */
  readonly diagnostics?: Diagnostics;
}
