import { type CallOptions, type LabelledObject, type VolumeRole, type VolumeSpec } from "@moat/core";
import { failureOf } from "../program/map-error.ts";
import { labelArguments } from "../state/labels.ts";
import type { AppleContext } from "./apple-context.ts";
import { listShelf, removeFromShelf } from "./shelf.ts";
import { throwIfCanceled } from "./throw-if-canceled.ts";

/** Apple's volumes. One running container at a time can use one. */
export class AppleVolumes implements VolumeRole {
  readonly #context: AppleContext;

  constructor(context: AppleContext) {
    this.#context = context;
  }

  async create(spec: VolumeSpec, options: CallOptions = {}): Promise<LabelledObject> {
    const operation = `create the volume ${spec.name}`;
    throwIfCanceled(options, operation);
    const { apple } = this.#context;
    try {
      await apple.run(["volume", "create", ...labelArguments(spec.labels), spec.name], {
        operation,
        timeoutMs: apple.deadlines.createMs,
      });
    } catch (error) {
      if (failureOf(error) !== "conflict") throw error;
      const known = (await listShelf(this.#context, "volume", {}, options)).find(({ name }) => name === spec.name);
      if (known === undefined) throw error;
      return known;
    }
    return { id: spec.name, name: spec.name, labels: spec.labels };
  }

  async list(labels: Readonly<Record<string, string>>, options: CallOptions = {}): Promise<readonly LabelledObject[]> {
    return await listShelf(this.#context, "volume", labels, options);
  }

  async remove(id: string, options: CallOptions = {}): Promise<void> {
    await removeFromShelf(this.#context, "volume", id, options);
  }
}
