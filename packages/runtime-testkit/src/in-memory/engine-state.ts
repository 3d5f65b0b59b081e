import { createHash, randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";

import {
  type CallOptions,
  type ContainerInfo,
  type ContainerSpec,
  type EngineFacts,
  type ImageInfo,
  type LabelledObject,
  MoatError,
  type NetworkSpec,
  type RuntimeCapabilities,
} from "@moat/core";

import { guestPrograms } from "../guest/guest-programs.ts";
import type { GuestProgram } from "../guest/guest.ts";
import { abortable } from "./abortable.ts";
import { EngineClock } from "./engine-clock.ts";
import type { InMemoryContainer } from "./in-memory-container.ts";
import type { InMemoryImage, InMemoryOptions } from "./in-memory-options.ts";
import type { RuntimeMethod } from "./runtime-method.ts";

/** A container as a test looks at it: what the engine says of it, and the spec it was made from. */
export interface InMemoryContainerView extends ContainerInfo {
  readonly spec: ContainerSpec;
}

/**
 * What stands behind in-memory runtimes: it owns containers, images, networks and volumes, as a real engine does, and
 * is where a test watches and disturbs. Several runtimes may be connected to one engine.
 */
export class InMemoryEngine {
  /** The options it was made with. */
  readonly options: InMemoryOptions;
  /** While true, every call throws `ENGINE_UNREACHABLE`. */
  unreachable = false;
  /** @internal */
  readonly clock = new EngineClock();
  /** @internal Oldest first. */
  readonly containersById = new Map<string, InMemoryContainer>();
  /** @internal */
  readonly images: Map<string, InMemoryImage>;
  /** @internal */
  readonly networks = new Map<string, LabelledObject & NetworkSpec>();
  /** @internal By name, which is also the id. */
  readonly volumes = new Map<string, LabelledObject>();
  readonly #calls: RuntimeMethod[] = [];
  readonly #faults = new Map<RuntimeMethod, MoatError[]>();

  constructor(options: InMemoryOptions = {}) {
    this.options = options;
    this.images = new Map(Object.entries(options.images ?? { "memory:latest": {} }));
  }

  /** The methods that were called so far, in order. */
  get calls(): readonly RuntimeMethod[] {
    return [...this.#calls];
  }

  /** The containers that the engine has, oldest first. */
  get containers(): readonly InMemoryContainerView[] {
    return Array.from(this.containersById.values(), (container) => ({ ...container.info(), spec: container.spec }));
  }

  /** Lets the next call of a method throw; several faults of one method are thrown in order. */
  failNext(method: RuntimeMethod, error: MoatError): void {
    this.#faults.set(method, [...(this.#faults.get(method) ?? []), error]);
  }

  /** What every call begins with: it is logged, takes a moment, and fails as the test has ordered. @internal */
  async enter(method: RuntimeMethod, options: CallOptions | undefined): Promise<void> {
    this.#calls.push(method);
    await abortable(setImmediate(), options);
    if (this.unreachable) {
      throw new MoatError("ENGINE_UNREACHABLE", `No engine answers at ${this.facts().address}.`);
    }
    const fault = this.#faults.get(method)?.shift();
    if (fault !== undefined) throw fault;
  }

  /** @internal */
  get capabilities(): RuntimeCapabilities {
    return { networks: true, volumes: true, rename: true, tty: true, ports: true, ...this.options.capabilities };
  }

  /** @internal */
  need(capability: keyof RuntimeCapabilities): void {
    if (this.capabilities[capability]) return;
    throw new MoatError("CAPABILITY_UNSUPPORTED", `The in-memory runtime was made without the ability ${capability}.`);
  }

  /** @internal */
  facts(): EngineFacts {
    const facts = { id: "memory-engine", address: "memory://", version: "1.0.0", kernel: "6.1.0-memory" };
    return { ...facts, rootless: false, ...this.options.facts };
  }

  /** @internal */
  image(reference: string): ImageInfo {
    const image = this.images.get(reference);
    if (image === undefined) throw new MoatError("IMAGE_NOT_FOUND", `The engine has no image ${reference}.`);
    const id = image.id ?? `sha256:${createHash("sha256").update(reference).digest("hex")}`;
    return { id, env: image.env ?? {}, command: image.command ?? [] };
  }

  /** @internal */
  program(name: string): GuestProgram | undefined {
    const programs: Readonly<Record<string, GuestProgram>> = { ...guestPrograms, ...this.options.programs };
    return Object.hasOwn(programs, name) ? programs[name] : undefined;
  }

  /** @internal */
  newId(): string {
    return randomBytes(32).toString("hex");
  }
}
