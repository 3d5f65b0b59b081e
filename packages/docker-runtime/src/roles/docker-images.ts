import { randomBytes } from "node:crypto";
import {
  type CallOptions,
  type Diagnostics,
  type ImageBuild,
  type ImageInfo,
  type ImageRole,
  isMoatError,
} from "@moat/core";
import { buildImage } from "../build/build-image.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { mapEngineError } from "../engine/map-error.ts";
import { removeContainer } from "./remove-container.ts";
import { firstFileOfTar } from "./files-to-tar.ts";
import { containerPath } from "./inspect-container.ts";
import { type BegunInspections, inspectImage } from "./inspect-image.ts";
import { pullImage } from "./pull-image.ts";

interface ImagesParts {
  readonly client: EngineClient;
  readonly diagnostics: Diagnostics;
  readonly labels: Readonly<Record<string, string>>;
  /** What was asked before the runtime was there. */
  readonly begun?: BegunInspections | undefined;
}

/** Docker images. */
export class DockerImages implements ImageRole {
  readonly #client: EngineClient;
  readonly #diagnostics: Diagnostics;
  readonly #labels: Readonly<Record<string, string>>;
  readonly #begun: BegunInspections | undefined;

  constructor({ client, diagnostics, labels, begun }: ImagesParts) {
    this.#client = client;
    this.#diagnostics = diagnostics;
    this.#labels = labels;
    this.#begun = begun;
  }

  async inspect(reference: string, options: CallOptions = {}): Promise<ImageInfo> {
    const begun = this.#begun?.get(reference);
    this.#begun?.delete(reference);
    // What was begun cannot be aborted, but nobody has to wait for it: the second question says that it was.
    const known = options.signal?.aborted === true ? undefined : await Promise.race([begun, aborted(options)]);
    return known ?? (await inspectImage(this.#client, reference, options));
  }

  async pull(reference: string, options: CallOptions = {}): Promise<void> {
    await pullImage(this.#client, reference, this.#diagnostics, options);
  }

  async build(build: ImageBuild, options: CallOptions = {}): Promise<ImageInfo> {
    await buildImage(this.#client, build, this.#diagnostics, options);
    return this.inspect(build.tag, options);
  }

  async remove(reference: string, options: CallOptions = {}): Promise<void> {
    try {
      await this.#client.json({
        method: "DELETE",
        path: `/images/${reference}`,
        operation: `remove the image ${reference}`,
        notFound: "IMAGE_NOT_FOUND",
        signal: options.signal,
      });
    } catch (error) {
      if (!isMoatError(error, "IMAGE_NOT_FOUND")) throw error;
    }
  }

  async readFile(reference: string, path: string, options: CallOptions = {}): Promise<string> {
    const operation = `read ${path} of the image ${reference}`;
    // The API reads files of containers only; this one is never started.
    const { Id: id } = await this.#client.json<{ readonly Id: string }>({
      method: "POST",
      path: "/containers/create",
      query: { name: `moat-read-${randomBytes(6).toString("hex")}` },
      body: { Image: reference, Cmd: ["true"], Labels: this.#labels, NetworkDisabled: true },
      operation,
      notFound: "IMAGE_NOT_FOUND",
    });
    try {
      const archive = await this.#client.stream({
        method: "GET",
        path: containerPath(id, "archive"),
        query: { path },
        operation,
        notFound: "CONTAINER_NOT_FOUND",
        signal: options.signal,
      });
      return await firstFileOfTar(archive);
    } catch (error) {
      // The container is there, so what is not found is the file.
      if (isMoatError(error, "CONTAINER_NOT_FOUND")) return "";
      throw mapEngineError(error, { address: this.#client.address.url, operation, notFound: "IMAGE_NOT_FOUND" });
    } finally {
      await removeContainer(this.#client, id);
    }
  }
}

async function aborted({ signal }: CallOptions): Promise<undefined> {
  await new Promise((resolve) => signal?.addEventListener("abort", resolve, { once: true }));
}
