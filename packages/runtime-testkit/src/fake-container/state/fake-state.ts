import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { FaultPlan } from "../faults.ts";
import type { Machine } from "../vm/machine.ts";
import { type FakeConfiguration, type FakeStatus, NEVER_STARTED } from "./container-files.ts";

/** The service as a whole. */
export interface FakeDaemon {
  readonly status: "running" | "not running" | "unregistered";
  readonly kernel: boolean;
  readonly gateway: string;
}

/** An image, local or in the registry. */
export interface FakeImage {
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** Text files by absolute path, for `export`. */
  readonly files: Readonly<Record<string, string>>;
}

/** A network or a volume, as the program prints it. */
export interface FakeObject {
  readonly id: string;
  readonly configuration: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly [other: string]: unknown;
  };
  readonly [other: string]: unknown;
}

/** The kinds of things beside containers. */
export type Shelf = "images" | "registry" | "networks" | "volumes";

/** What is on a shelf. */
export type ShelfItem<Name extends Shelf> = Name extends "images" | "registry" ? FakeImage : FakeObject;

interface FakeContainerEntry {
  readonly configuration: FakeConfiguration;
  status: FakeStatus;
  machine: Machine | undefined;
}

/** Everything that the fake service knows. On disk are only the logs, and what processes write. */
export class FakeState {
  readonly directory: string;
  readonly faults = new FaultPlan();
  readonly #containers = new Map<string, FakeContainerEntry>();
  readonly #shelves: { [Name in Shelf]: Readonly<Record<string, ShelfItem<Name>>> } = {
    images: {},
    registry: {},
    networks: {},
    volumes: {},
  };
  #daemon: FakeDaemon = { status: "running", kernel: true, gateway: "192.168.64.1" };

  constructor(directory: string) {
    this.directory = directory;
    mkdirSync(join(directory, "containers"), { recursive: true });
  }

  get daemon(): FakeDaemon {
    return this.#daemon;
  }

  setDaemon(change: Partial<FakeDaemon>): void {
    this.#daemon = { ...this.#daemon, ...change };
  }

  shelf<Name extends Shelf>(name: Name): Readonly<Record<string, ShelfItem<Name>>> {
    return this.#shelves[name];
  }

  setShelf<Name extends Shelf>(name: Name, content: Readonly<Record<string, ShelfItem<Name>>>): void {
    Object.assign(this.#shelves, { [name]: content });
  }

  containerPath(id: string, ...rest: readonly string[]): string {
    return join(this.directory, "containers", id, ...rest);
  }

  ids(): readonly string[] {
    return [...this.#containers.keys()];
  }

  has(id: string): boolean {
    return this.#containers.has(id);
  }

  configuration(id: string): FakeConfiguration | undefined {
    return this.#containers.get(id)?.configuration;
  }

  status(id: string): FakeStatus {
    return this.#containers.get(id)?.status ?? NEVER_STARTED;
  }

  setStatus(id: string, change: Partial<FakeStatus>): void {
    const entry = this.#containers.get(id);
    if (entry !== undefined) entry.status = { ...entry.status, ...change };
  }

  machine(id: string): Machine | undefined {
    return this.#containers.get(id)?.machine;
  }

  setMachine(id: string, machine: Machine | undefined): void {
    const entry = this.#containers.get(id);
    if (entry !== undefined) entry.machine = machine;
  }

  addContainer(configuration: FakeConfiguration, status: Partial<FakeStatus>): void {
    mkdirSync(this.containerPath(configuration.id), { recursive: true });
    this.#containers.set(configuration.id, {
      configuration,
      status: { ...NEVER_STARTED, ...status },
      machine: undefined,
    });
  }

  removeContainer(id: string): void {
    this.machine(id)?.crash();
    this.#containers.delete(id);
    rmSync(this.containerPath(id), { recursive: true, force: true });
  }
}
