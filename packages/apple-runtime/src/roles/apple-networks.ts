import { type CallOptions, type LabelledObject, MoatError, type NetworkRole, type NetworkSpec } from "@moat/core";
import { labelArguments } from "../state/labels.ts";
import type { AppleContext } from "./apple-context.ts";
import { listShelf, removeFromShelf } from "./shelf.ts";
import { throwIfCanceled } from "./throw-if-canceled.ts";

/** Apple's networks, which need macOS 26. A name is an id, so no two have the same. */
export class AppleNetworks implements NetworkRole {
  readonly #context: AppleContext;

  constructor(context: AppleContext) {
    this.#context = context;
  }

  async create(spec: NetworkSpec, options: CallOptions = {}): Promise<LabelledObject> {
    const operation = `create the network ${spec.name}`;
    throwIfCanceled(options, operation);
    this.#require();
    const { apple } = this.#context;
    const args = [
      "network",
      "create",
      ...(spec.internal ? ["--internal"] : []),
      ...labelArguments(spec.labels),
      spec.name,
    ];
    await apple.run(args, { operation, timeoutMs: apple.deadlines.createMs });
    return { id: spec.name, name: spec.name, labels: spec.labels };
  }

  async list(labels: Readonly<Record<string, string>>, options: CallOptions = {}): Promise<readonly LabelledObject[]> {
    if (!this.#context.capabilities.networks) return [];
    return await listShelf(this.#context, "network", labels, options);
  }

  async remove(id: string, options: CallOptions = {}): Promise<void> {
    this.#require();
    await removeFromShelf(this.#context, "network", id, options);
  }

  #require(): void {
    if (this.#context.capabilities.networks) return;
    throw new MoatError("CAPABILITY_UNSUPPORTED", "Apple's container has no networks on this version of macOS.", {
      hint: "Update to macOS 26 or newer.",
    });
  }
}
