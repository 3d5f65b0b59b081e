import { createHash, randomBytes } from "node:crypto";
import { setImmediate } from "node:timers/promises";

import {
  type CallOptions,
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
import { findImage } from "./find-image.ts";
import type { InMemoryContainer } from "./in-memory-container.ts";
import type { InMemoryImage, InMemoryOptions } from "./in-memory-options.ts";
import type { RuntimeMethod } from "./runtime-method.ts";

/** What stands behind in-memory runtimes: it owns containers, images, networks and volumes, as a real engine does. */
export class EngineState {
  readonly options: InMemoryOptions;
  /** While true, every call throws `ENGINE_UNREACHABLE`. */
  unreachable = false;
  readonly calls: RuntimeMethod[] = [];
  readonly clock = new EngineClock();
  /** Oldest first. */
  readonly containers = new Map<string, InMemoryContainer>();
  readonly images: Map<string, InMemoryImage>;
  readonly networks = new Map<string, LabelledObject & NetworkSpec>();
  /** By name, which is also the id. */
  readonly volumes = new Map<string, LabelledObject>();
  readonly #faults = new Map<RuntimeMethod, MoatError[]>();

  constructor(options: InMemoryOptions = {}) {
    this.options = options;
    this.images = new Map(Object.entries(options.images ?? { "memory:latest": {} }));
  }

  /** Lets the next call of a method throw; several faults of one method are thrown in order. */
  failNext(method: RuntimeMethod, error: MoatError): void {
    this.#faults.set(method, [...(this.#faults.get(method) ?? []), error]);
  }

  /** What every call begins with: it is logged, takes a moment, and fails as the test has ordered. */
  async enter(method: RuntimeMethod, options: CallOptions | undefined): Promise<void> {
    this.calls.push(method);
    await abortable(setImmediate(), options);
    if (this.unreachable) {
      throw new MoatError("ENGINE_UNREACHABLE", `No engine answers at ${this.facts().address}.`);
    }
    const fault = this.#faults.get(method)?.shift();
    if (fault !== undefined) throw fault;
  }

  get capabilities(): RuntimeCapabilities {
    const all = {
      networks: true,
      volumes: true,
      rename: true,
      tty: true,
      ports: true,
      dns: true,
      ulimits: true,
      extraHosts: true,
      builds: true,
    };
    return { ...all, ...this.options.capabilities };
  }

  /** Throws when the runtime lacks an ability. */
  need(capability: keyof RuntimeCapabilities): void {
    if (this.capabilities[capability]) return;
    throw new MoatError("CAPABILITY_UNSUPPORTED", `The in-memory runtime was made without the ability ${capability}.`);
  }

  facts(): EngineFacts {
    const facts = {
      id: "memory-engine",
      address: "memory://",
      foundBy: "this process",
      version: "1.0.0",
      kernel: "6.1.0-memory",
    };
    return { ...facts, rootless: false, ...this.options.facts };
  }

  /** What an image that the engine has is. */
  image(reference: string): ImageInfo {
    const image = findImage(this.images, reference);
    if (image === undefined) throw new MoatError("IMAGE_NOT_FOUND", `The engine has no image ${reference}.`);
    const id =
      image.id ??
      `sha256:${createHash("sha256")
        .update(image.digest ?? reference)
        .digest("hex")}`;
    return { id, digest: image.digest ?? "", env: image.env ?? {}, command: image.command ?? [] };
  }

  /** The program of a name. */
  program(name: string): GuestProgram | undefined {
    const programs: Readonly<Record<string, GuestProgram>> = { ...guestPrograms, ...this.options.programs };
    return Object.hasOwn(programs, name) ? programs[name] : undefined;
  }

  newId(): string {
    return randomBytes(32).toString("hex");
  }
}
