import type { CallOptions, Diagnostics, EngineFacts, Runtime, RuntimeCapabilities } from "@moat/core";
import type { EngineClient } from "./engine/engine-client.ts";
import { readEngineInfo } from "./engine/engine-info.ts";
import { DockerContainers } from "./roles/docker-containers.ts";
import { DockerImages } from "./roles/docker-images.ts";
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
}

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
  };
  readonly containers: DockerContainers;
  readonly streams: DockerStreams;
  readonly images: DockerImages;
  readonly networks: DockerNetworks;
  readonly volumes: DockerVolumes;
  readonly #client: EngineClient;

  /** @internal */
  constructor({ client, gate, diagnostics, labels, title }: DockerRuntimeParts) {
    this.#client = client;
    this.title = title;
    this.containers = new DockerContainers(client, gate);
    this.streams = new DockerStreams(client);
    this.images = new DockerImages(client, diagnostics, labels);
    this.networks = new DockerNetworks(client);
    this.volumes = new DockerVolumes(client);
  }

  async ping(options: CallOptions = {}): Promise<EngineFacts> {
    const { id, address, version, kernel, rootless } = await readEngineInfo(this.#client, options);
    return { id, address, version, kernel, rootless };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Each call has a connection of its own, and none outlives it.
  }
}
