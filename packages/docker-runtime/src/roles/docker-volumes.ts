import type { CallOptions, LabelledObject, VolumeRole, VolumeSpec } from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { removeUnused } from "./docker-networks.ts";
import { labelQuery } from "./label-query.ts";

interface RawVolume {
  readonly Name: string;
  readonly Labels: Readonly<Record<string, string>> | null;
}

/** Docker volumes, which are known by their names. */
export class DockerVolumes implements VolumeRole {
  readonly #client: EngineClient;

  constructor(client: EngineClient) {
    this.#client = client;
  }

  async create(spec: VolumeSpec, options: CallOptions = {}): Promise<LabelledObject> {
    const volume = await this.#client.json<RawVolume>({
      method: "POST",
      path: "/volumes/create",
      body: { Name: spec.name, Labels: spec.labels },
      operation: `create the volume ${spec.name}`,
      signal: options.signal,
    });
    return toObject(volume);
  }

  async list(labels: Readonly<Record<string, string>>, options: CallOptions = {}): Promise<readonly LabelledObject[]> {
    const { Volumes: volumes } = await this.#client.json<{ readonly Volumes: readonly RawVolume[] | null }>({
      method: "GET",
      path: "/volumes",
      query: { filters: labelQuery(labels) },
      operation: "list volumes",
      signal: options.signal,
    });
    return (volumes ?? []).map(toObject);
  }

  async remove(id: string, options: CallOptions = {}): Promise<void> {
    await removeUnused(
      this.#client,
      `/volumes/${encodeURIComponent(id)}`,
      `remove the volume ${id}`,
      "VOLUME_NOT_FOUND",
      options,
    );
  }
}

function toObject(volume: RawVolume): LabelledObject {
  return { id: volume.Name, name: volume.Name, labels: volume.Labels ?? {} };
}
