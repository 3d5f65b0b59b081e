import {
  type CallOptions,
  type ContainerFilter,
  type ContainerRole,
  type ContainerSpec,
  type ImageInfo,
  type ImageRole,
  MoatError,
  type Runtime,
} from "@moat/core";

/** A runtime that knows some images only, over any other runtime: what a company gives to all of its agents. */
export function allowListRuntime(inner: Runtime, images: readonly string[]): Runtime {
  const check = (image: string) => {
    if (images.includes(image)) return;
    throw new MoatError("RUNTIME_REFUSED", `The image ${image} is not on the list of this machine.`, {
      hint: `Use one of: ${images.join(", ")}`,
      details: { image },
    });
  };
  return {
    name: inner.name,
    title: `${inner.title}, listed images only`,
    // Who could build an image could have any.
    capabilities: { ...inner.capabilities, builds: false },
    containers: new ListedContainers(inner.containers, check),
    images: new ListedImages(inner.images, check),
    streams: inner.streams,
    networks: inner.networks,
    volumes: inner.volumes,
    ping: (options) => inner.ping(options),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
}

type Check = (image: string) => void;

/** Containers of listed images; everything else is the inner runtime's. Asynchronous throughout, so that a refusal is a rejection. */
class ListedContainers implements ContainerRole {
  readonly #inner: ContainerRole;
  readonly #check: Check;

  constructor(inner: ContainerRole, check: Check) {
    this.#inner = inner;
    this.#check = check;
  }

  async create(spec: ContainerSpec, options?: CallOptions) {
    this.#check(spec.image);
    return await this.#inner.create(spec, options);
  }

  start = (id: string, options?: CallOptions) => this.#inner.start(id, options);
  wait = (id: string, options?: CallOptions) => this.#inner.wait(id, options);
  signal = (id: string, signal: string, options?: CallOptions) => this.#inner.signal(id, signal, options);
  stop = (id: string, graceMs: number, options?: CallOptions) => this.#inner.stop(id, graceMs, options);
  rename = (id: string, name: string, options?: CallOptions) => this.#inner.rename(id, name, options);
  inspect = (id: string, options?: CallOptions) => this.#inner.inspect(id, options);
  list = (filter: ContainerFilter, options?: CallOptions) => this.#inner.list(filter, options);
  remove = (id: string, options?: CallOptions) => this.#inner.remove(id, options);
}

/** Images: what is not listed is not fetched either. */
class ListedImages implements ImageRole {
  readonly #inner: ImageRole;
  readonly #check: Check;

  constructor(inner: ImageRole, check: Check) {
    this.#inner = inner;
    this.#check = check;
  }

  inspect = (reference: string, options?: CallOptions) => this.#inner.inspect(reference, options);
  readFile = (reference: string, path: string, options?: CallOptions) => this.#inner.readFile(reference, path, options);

  async pull(reference: string, options?: CallOptions) {
    this.#check(reference);
    await this.#inner.pull(reference, options);
  }

  async build(): Promise<ImageInfo> {
    throw new MoatError("CAPABILITY_UNSUPPORTED", "This machine builds no images: it has its list of them.");
  }

  async remove(): Promise<void> {
    throw new MoatError("CAPABILITY_UNSUPPORTED", "This machine removes no images: it has its list of them.");
  }
}
