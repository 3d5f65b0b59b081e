import { createHash } from "node:crypto";
import { release } from "node:os";
import type { CallOptions, EngineFacts, Runtime, RuntimeCapabilities } from "@moat/core";
import { readService } from "./detect/read-service.ts";
import { AppleContainers } from "./roles/apple-containers.ts";
import type { AppleContext } from "./roles/apple-context.ts";
import { AppleImages } from "./roles/apple-images.ts";
import { AppleNetworks } from "./roles/apple-networks.ts";
import { AppleStreams } from "./roles/apple-streams.ts";
import { AppleVolumes } from "./roles/apple-volumes.ts";

/** Apple's `container` behind moat's Runtime port; made by `createAppleRuntime`. */
export class AppleRuntime implements Runtime {
  readonly name = "apple";
  readonly title = "Apple container";
  readonly capabilities: RuntimeCapabilities;
  readonly containers: AppleContainers;
  readonly streams: AppleStreams;
  readonly images: AppleImages;
  readonly networks: AppleNetworks;
  readonly volumes: AppleVolumes;
  readonly #context: AppleContext;

  /** @internal */
  constructor(context: AppleContext) {
    this.#context = context;
    this.capabilities = context.capabilities;
    this.containers = new AppleContainers(context);
    this.streams = new AppleStreams(context);
    this.images = new AppleImages(context);
    this.networks = new AppleNetworks(context);
    this.volumes = new AppleVolumes(context);
  }

  /**
   * Asks the service what it is.
   *
   * @throws `ENGINE_UNREACHABLE`, `ENGINE_TIMEOUT`, `CANCELED`.
   */
  async ping(options: CallOptions = {}): Promise<EngineFacts> {
    const { apple } = this.#context;
    const { appRoot, serverVersion } = await readService(apple, options);
    return {
      id: `apple-${createHash("sha256").update(appRoot).digest("hex").slice(0, 16)}`,
      address: apple.path,
      foundBy: "its program",
      version: serverVersion,
      kernel: `Darwin ${release()}`,
      rootless: false,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Each call is a process of its own, and supervisors are meant to stay.
  }
}
