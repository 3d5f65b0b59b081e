import type { CallOptions, Diagnostics, EngineFacts, Runtime, RuntimeCapabilities } from "@moat/core";
import type { EngineClient } from "./engine/engine-client.ts";
import { type EngineInfo, readEngineInfo } from "./engine/engine-info.ts";
import { DockerContainers } from "./roles/docker-containers.ts";
import type { CreatedHere } from "./roles/created-here.ts";
import { DockerImages } from "./roles/docker-images.ts";
import type { BegunInspections } from "./roles/inspect-image.ts";
import { DockerNetworks } from "./roles/docker-networks.ts";
import { DockerStreams } from "./roles/docker-streams.ts";
import { DockerVolumes } from "./roles/docker-volumes.ts";
import type { SandboxGate } from "./sandbox/sandbox-gate.ts";

interface DockerRuntimeParts {
  readonly client: EngineClient;
  readonly gate: SandboxGate;
  readonly diagnostics: Diagnostics;
  readonly labels: Readonly<Record<string, string>>;
  readonly title: string;
  /** What the engine said when the runtime was opened, if it was asked. */
  readonly justRead: EngineInfo | Promise<EngineInfo> | undefined;
  /** Images that the engine was asked for before the runtime was opened. */
  readonly begun: BegunInspections | undefined;
}

/** How long an engine that has answered is taken for one that answers. */
const ANSWER_HOLDS_MS = 10_000;

/** Docker behind moat's Runtime port; made by `createDockerRuntime`. */
export class DockerRuntime implements Runtime {
  readonly name = "docker";
  readonly title: string;
  readonly capabilities: RuntimeCapabilities = {
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
  readonly containers: DockerContainers;
  readonly streams: DockerStreams;
  readonly images: DockerImages;
  readonly networks: DockerNetworks;
  readonly volumes: DockerVolumes;
  readonly #client: EngineClient;
  readonly #openedAt = uptimeMs();
  #justRead: EngineInfo | Promise<EngineInfo> | undefined;

  /** @internal */
  constructor({ client, gate, diagnostics, labels, title, justRead, begun }: DockerRuntimeParts) {
    this.#client = client;
    this.#justRead = justRead;
    this.title = title;
    const created: CreatedHere = new Map();
    this.containers = new DockerContainers({ client, gate, diagnostics, labels, created });
    this.streams = new DockerStreams(client, created);
    this.images = new DockerImages({ client, diagnostics, labels, begun });
    this.networks = new DockerNetworks(client);
    this.volumes = new DockerVolumes(client);
  }

  /**
   * Asks the engine what it is.
   *
   * @throws `ENGINE_UNREACHABLE`, `ENGINE_PERMISSION_DENIED`, `ENGINE_TIMEOUT`, `ENGINE_FAILED`, `CANCELED`.
   */
  async ping(options: CallOptions = {}): Promise<EngineFacts> {
    // The answer that opening has just got is as good as a second one, once: every run begins with these two.
    const isFresh = uptimeMs() - this.#openedAt < ANSWER_HOLDS_MS && options.signal?.aborted !== true;
    const known = isFresh ? this.#justRead : undefined;
    this.#justRead = undefined;
    const info = (await known) ?? (await readEngineInfo(this.#client, options));
    const { id, address, foundBy, version, kernel, rootless } = info;
    return { id, address, foundBy, version, kernel, rootless };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client[Symbol.dispose]();
  }
}

/** A clock that nobody sets; `performance` would have to be loaded. */
function uptimeMs(): number {
  return process.uptime() * 1000;
}
