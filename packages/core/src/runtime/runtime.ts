import type { ContainerRole, StreamRole } from "./container-role.ts";
import type { CallOptions } from "./call-options.ts";
import type { ImageRole } from "./image-role.ts";
import type { NetworkRole, VolumeRole } from "./network-and-volume-roles.ts";

/** Abilities that not every runtime has. What is `false` here throws `CAPABILITY_UNSUPPORTED` when it is called. */
export interface RuntimeCapabilities {
  /** `networks` works, and a spec may name a network. */
  readonly networks: boolean;
  /** `volumes` works. */
  readonly volumes: boolean;
  /** `containers.rename` works. */
  readonly rename: boolean;
  /** A spec, of a container or of one more process, may ask for a terminal. */
  readonly tty: boolean;
  /** A spec may publish ports. */
  readonly ports: boolean;
  /** A spec may name its DNS servers. */
  readonly dns: boolean;
  /** A spec may have ulimits. */
  readonly ulimits: boolean;
  /** A spec may add lines to /etc/hosts. */
  readonly extraHosts: boolean;
  /** `images.build` and `images.remove` work. */
  readonly builds: boolean;
}

/** What an engine says of itself. */
export interface EngineFacts {
  /** Stable as long as the engine's data is. */
  readonly id: string;
  /** Where the engine was reached, for instance `unix:///var/run/docker.sock`. */
  readonly address: string;
  /** What decided that address, for people: `DOCKER_HOST`, `the context colima (DOCKER_CONTEXT)`. */
  readonly foundBy: string;
  readonly version: string;
  /** The kernel that the engine's host runs. */
  readonly kernel: string;
  /** Whether uid 0 inside is the engine's own unprivileged user outside. */
  readonly rootless: boolean;
}

/**
 * A container runtime: the one port behind which Docker, Apple's `container` and any later engine stand.
 *
 * Glossary: an *engine* is the program that owns containers; a *runtime* is this port over one engine; a *container*
 * is the engine's; its *process* is the command inside; an *id* is whatever `create` returned.
 *
 * Life of a container: `create` -> `attach` (optional, before `start`, so that no output is lost) -> `start` ->
 * the process ends -> `inspect`, `logs` -> `remove`. The engine owns it: nothing here depends on this object living on.
 *
 * Rules for every method of every role:
 * - It takes {@link CallOptions}; an aborted call throws `CANCELED` and leaves no half-made object.
 * - It throws `MoatError` only. `ENGINE_UNREACHABLE`, `ENGINE_PERMISSION_DENIED`, `ENGINE_TIMEOUT` and `ENGINE_FAILED` are possible
 *   everywhere and are never confused with "not found".
 * - No foreign type crosses it.
 */
export interface Runtime extends AsyncDisposable {
  /** The runtime's short name, as in `--runtime`. */
  readonly name: string;
  /** What a person calls it, for instance `Docker+gVisor`. */
  readonly title: string;
  readonly capabilities: RuntimeCapabilities;
  readonly containers: ContainerRole;
  readonly streams: StreamRole;
  readonly images: ImageRole;
  readonly networks: NetworkRole;
  readonly volumes: VolumeRole;

  /** Asks the engine who it is. Proves that it answers; changes nothing; may be called at any time. */
  ping(options?: CallOptions): Promise<EngineFacts>;

  /** Lets go of connections. Idempotent; containers stay as they are. */
  [Symbol.asyncDispose](): Promise<void>;
}
