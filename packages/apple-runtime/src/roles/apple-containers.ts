import {
  type CallOptions,
  type ContainerExit,
  type ContainerFilter,
  type ContainerInfo,
  type ContainerRole,
  type ContainerSpec,
  type ContainerSummary,
  type CreatedContainer,
  MoatError,
  type WaitOptions,
} from "@moat/core";
import { carries } from "../state/labels.ts";
import { readContainers } from "../state/raw-container.ts";
import { sweepState } from "../state/sweep-state.ts";
import type { AppleContext } from "./apple-context.ts";
import { createContainer } from "./create-container.ts";
import { inspectRaw, toInfo } from "./inspect-container.ts";
import { removeContainer } from "./remove-container.ts";
import { startContainer } from "./start-container.ts";
import { signalContainer, stopContainer } from "./stop-container.ts";
import { throwIfCanceled } from "./throw-if-canceled.ts";
import { waitForExit } from "./wait-for-exit.ts";

/** The life of Apple's containers. */
export class AppleContainers implements ContainerRole {
  readonly #context: AppleContext;

  constructor(context: AppleContext) {
    this.#context = context;
  }

  async create(spec: ContainerSpec, options: CallOptions = {}): Promise<CreatedContainer> {
    return await createContainer(this.#context, spec, options);
  }

  async start(id: string, options: CallOptions = {}): Promise<void> {
    await startContainer(this.#context, id, options);
  }

  async wait(id: string, options: WaitOptions = {}): Promise<ContainerExit> {
    return await waitForExit(this.#context, id, options);
  }

  async signal(id: string, signal: string, options: CallOptions = {}): Promise<void> {
    await signalContainer(this.#context, id, signal, options);
  }

  async stop(id: string, graceMs: number, options: CallOptions = {}): Promise<void> {
    await stopContainer(this.#context, id, graceMs, options);
  }

  async rename(id: string, name: string, options: CallOptions = {}): Promise<void> {
    throwIfCanceled(options, `rename the container ${id}`);
    throw new MoatError(
      "CAPABILITY_UNSUPPORTED",
      `Apple's container cannot give ${id} the name ${name}: a name is for ever.`,
    );
  }

  async inspect(id: string, options: CallOptions = {}): Promise<ContainerInfo> {
    return await toInfo(this.#context, await inspectRaw(this.#context, id, options));
  }

  async list(filter: ContainerFilter, options: CallOptions = {}): Promise<readonly ContainerSummary[]> {
    const { apple } = this.#context;
    const stdout = await apple.run(["list", "--all", "--format=json"], {
      operation: "list containers",
      timeoutMs: apple.deadlines.queryMs,
      signal: options.signal,
    });
    const all = readContainers(stdout);
    await sweepState(this.#context.stateDir, new Set(all.map(({ id }) => id)));
    const wanted = all.filter(({ labels }) => carries(labels, filter.labels));
    const infos = await Promise.all(wanted.map((raw) => toInfo(this.#context, raw)));
    return infos
      .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
      .map(({ id, name, labels, createdAt, state }) => ({ id, name, labels, createdAt, phase: state.phase }));
  }

  async remove(id: string, options: CallOptions = {}): Promise<void> {
    throwIfCanceled(options, `remove the container ${id}`);
    await this.#context.queue.run(options, () => removeContainer(this.#context, id, options));
  }
}
