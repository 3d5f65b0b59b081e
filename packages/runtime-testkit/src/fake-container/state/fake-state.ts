import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type FakeConfiguration, type FakeStatus, NEVER_STARTED } from "./container-files.ts";
import { withLock } from "./global-lock.ts";
import { readJson, writeJson } from "./write-json.ts";

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

/** The kinds of things that are kept in one file each. */
export type Shelf = "images" | "registry" | "networks" | "volumes";

const DAEMON: FakeDaemon = { status: "running", kernel: true, gateway: "192.168.64.1" };

/** Everything that the fake service knows, in one directory. */
export class FakeState {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
    mkdirSync(join(directory, "containers"), { recursive: true });
    mkdirSync(join(directory, "s"), { recursive: true });
  }

  locked<T>(work: () => T): T {
    return withLock(join(this.directory, "lock"), work);
  }

  get daemon(): FakeDaemon {
    return readJson(join(this.directory, "daemon.json"), DAEMON);
  }

  setDaemon(change: Partial<FakeDaemon>): void {
    writeJson(join(this.directory, "daemon.json"), { ...this.daemon, ...change });
  }

  shelf<T>(name: Shelf): Readonly<Record<string, T>> {
    return readJson<Readonly<Record<string, T>>>(join(this.directory, `${name}.json`), {});
  }

  setShelf(name: Shelf, content: Readonly<Record<string, unknown>>): void {
    writeJson(join(this.directory, `${name}.json`), content);
  }

  containerPath(id: string, ...rest: readonly string[]): string {
    return join(this.directory, "containers", id, ...rest);
  }

  /** Where the helper of a container listens; short, for paths of sockets are limited. */
  socketPath(id: string): string {
    return join(this.directory, "s", createHash("sha256").update(id).digest("hex").slice(0, 12));
  }

  ids(): readonly string[] {
    return readdirSync(join(this.directory, "containers")).filter((name) => !name.startsWith("."));
  }

  has(id: string): boolean {
    return existsSync(this.containerPath(id));
  }

  configuration(id: string): FakeConfiguration | undefined {
    return readJson<FakeConfiguration | undefined>(this.containerPath(id, "config.json"), undefined);
  }

  status(id: string): FakeStatus {
    return readJson(this.containerPath(id, "status.json"), NEVER_STARTED);
  }

  setStatus(id: string, change: Partial<FakeStatus>): void {
    writeJson(this.containerPath(id, "status.json"), { ...this.status(id), ...change });
  }

  /** A container appears whole or not at all. */
  addContainer(configuration: FakeConfiguration, status: Partial<FakeStatus>): void {
    const { id } = configuration;
    const draft = join(this.directory, "containers", `.${id}.${process.pid}`);
    mkdirSync(draft, { recursive: true });
    writeJson(join(draft, "config.json"), configuration);
    writeJson(join(draft, "status.json"), { ...NEVER_STARTED, ...status });
    renameSync(draft, this.containerPath(id));
  }

  removeContainer(id: string): void {
    const doomed = join(this.directory, "containers", `.${id}.gone.${process.pid}`);
    if (!this.has(id)) return;
    renameSync(this.containerPath(id), doomed);
    rmSync(doomed, { recursive: true, force: true });
    rmSync(this.socketPath(id), { force: true });
  }
}
