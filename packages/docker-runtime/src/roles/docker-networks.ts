import {
  type CallOptions,
  type LabelledObject,
  MoatError,
  type NetworkRole,
  type NetworkSpec,
  isMoatError,
} from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { labelQuery } from "./label-query.ts";

interface RawNetwork {
  readonly Id: string;
  readonly Name: string;
  readonly Labels: Readonly<Record<string, string>> | null;
}

/** Docker networks. */
export class DockerNetworks implements NetworkRole {
  readonly #client: EngineClient;

  constructor(client: EngineClient) {
    this.#client = client;
  }

  async create(spec: NetworkSpec, options: CallOptions = {}): Promise<LabelledObject> {
    const { Id: id } = await this.#client.json<{ readonly Id: string }>({
      method: "POST",
      path: "/networks/create",
      body: { Name: spec.name, Internal: spec.internal, Labels: spec.labels },
      operation: `create the network ${spec.name}`,
      signal: options.signal,
    });
    return { id, name: spec.name, labels: spec.labels };
  }

  async list(labels: Readonly<Record<string, string>>, options: CallOptions = {}): Promise<readonly LabelledObject[]> {
    const rows = await this.#client.json<readonly RawNetwork[]>({
      method: "GET",
      path: "/networks",
      query: { filters: labelQuery(labels) },
      operation: "list networks",
      signal: options.signal,
    });
    return rows.map((row) => ({ id: row.Id, name: row.Name, labels: row.Labels ?? {} }));
  }

  async remove(id: string, options: CallOptions = {}): Promise<void> {
    await removeUnused(
      this.#client,
      `/networks/${encodeURIComponent(id)}`,
      `remove the network ${id}`,
      "NETWORK_NOT_FOUND",
      options,
    );
  }
}

/** Deletes something that may be gone already. The engine answers 403 or 409 while it is in use. */
export async function removeUnused(
  client: EngineClient,
  path: string,
  operation: string,
  notFound: "NETWORK_NOT_FOUND" | "VOLUME_NOT_FOUND",
  options: CallOptions,
): Promise<void> {
  try {
    await client.json({ method: "DELETE", path, operation, notFound, signal: options.signal });
  } catch (error) {
    if (isMoatError(error, notFound)) return;
    if (isMoatError(error, "ENGINE_FAILED") && error.details["statusCode"] === 403) {
      throw new MoatError("CONTAINER_STATE", error.message, { cause: error });
    }
    throw error;
  }
}
