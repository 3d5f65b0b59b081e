import { setImmediate as nextTurn } from "node:timers/promises";
import {
  type CallOptions,
  type ContainerSpec,
  type CreateOptions,
  type CreatedContainer,
  type Diagnostics,
  MoatError,
} from "@moat/core";
import { isRemote } from "../connection/engine-address.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import type { SandboxGate } from "../sandbox/sandbox-gate.ts";
import { specToDocker } from "../spec-to-docker.ts";
import { removeContainer } from "./remove-container.ts";
import { filesToTar } from "./files-to-tar.ts";
import { containerPath, inspectRaw } from "./inspect-container.ts";
import { refuseEngineSocket } from "./refuse-engine-socket.ts";
import { refuseMovedMounts } from "./refuse-moved-mounts.ts";
import { verifyRemoteMounts } from "./remote-mounts.ts";

/** What making a container needs. */
export interface CreateParts {
  readonly client: EngineClient;
  readonly gate: SandboxGate;
  readonly diagnostics: Diagnostics;
  /** Put on what is made for a moment only. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Creates a container, proves what it will run on, and puts the spec's files in; all of it or nothing. */
export async function createContainer(
  { client, gate, diagnostics, labels }: CreateParts,
  spec: ContainerSpec,
  options: CreateOptions,
): Promise<CreatedContainer> {
  if (spec.network === "host" || spec.network.startsWith("container:")) {
    throw new MoatError(
      "CAPABILITY_UNSUPPORTED",
      `Could not create the container ${spec.name}: the network "${spec.network}" is never used.`,
      {
        hint: "Use bridge, none or a network of your own.",
      },
    );
  }
  refuseEngineSocket(client.address, spec);
  if (isRemote(client.address)) {
    if (spec.mounts.length > 0) await verifyRemoteMounts(client, spec, labels, options);
    if (spec.ports.length > 0)
      diagnostics.warn(
        `ports are published on 127.0.0.1 of the engine's machine (${client.address.url}), not of this one`,
      );
  }
  const isolation = await gate.isolate(spec.image, options);
  throwIfCanceled(options, spec);
  if (!isRemote(client.address)) refuseMovedMounts(spec);
  const operation = `create the container ${spec.name}`;
  // Not aborted half-way: an aborted request may still be obeyed, and nobody would know the container's id.
  const creating = client.json<{ readonly Id: string }>({
    method: "POST",
    path: "/containers/create",
    query: { name: spec.name },
    body: specToDocker(spec, isolation.runtime),
    operation,
  });
  const packing = packMeanwhile(spec.files);
  const { Id: id } = await creating;
  try {
    throwIfCanceled(options, spec);
    const files = await packing;
    const ready = Promise.all([inspectRaw(client, id, options), putFiles(client, id, { spec, files }, options)]);
    ready.catch(() => {});
    // Behind what the start waits for.
    options.onCreated?.(id);
    const [raw] = await ready;
    gate.verifyCreated(raw);
    return { id, isolation };
  } catch (error) {
    await removeContainer(client, id);
    throw error;
  }
}

/** Packs files, once the request that was made last is on its way; undefined where there are none. */
function packMeanwhile(files: ContainerSpec["files"]): Promise<Buffer | undefined> {
  const packing = files.length === 0 ? Promise.resolve(undefined) : nextTurn().then(() => filesToTar(files));
  // Whoever waits for it is told; nobody does where there is no container.
  packing.catch(() => {});
  return packing;
}

async function putFiles(
  client: EngineClient,
  id: string,
  { spec, files }: { readonly spec: ContainerSpec; readonly files: Buffer | undefined },
  options: CallOptions,
): Promise<void> {
  if (files === undefined) return;
  await client.json({
    method: "PUT",
    path: containerPath(id, "archive"),
    query: { path: "/" },
    bytes: files,
    operation: `put files into the container ${spec.name}`,
    notFound: "CONTAINER_NOT_FOUND",
    signal: options.signal,
  });
}

function throwIfCanceled(options: CallOptions, spec: ContainerSpec): void {
  if (options.signal?.aborted !== true) return;
  throw new MoatError("CANCELED", `Canceled while trying to create the container ${spec.name}.`, {
    cause: options.signal.reason,
  });
}
