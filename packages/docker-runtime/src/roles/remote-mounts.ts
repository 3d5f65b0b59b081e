import { randomBytes } from "node:crypto";
import { rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type BindMount, type CallOptions, type ContainerSpec, MoatError, isMoatError } from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { containerPath } from "./inspect-container.ts";
import { removeContainer } from "./remove-container.ts";

/**
 * Shows that the paths to be mounted are the same on the engine's machine and on this one: a file that is made here
 * has to be seen there. Looked at through a container that is never started, so that nothing of the image runs.
 *
 * Throws `MOUNT_INVALID` where a path is not there, is another one, or cannot be shown to be the same.
 */
export async function verifyRemoteMounts(
  client: EngineClient,
  spec: ContainerSpec,
  labels: Readonly<Record<string, string>>,
  options: CallOptions,
): Promise<void> {
  const marks = spec.mounts.map((mount, index) => ({
    mount,
    name: `.moat-probe-${randomBytes(8).toString("hex")}`,
    index,
  }));
  const places = await Promise.all(marks.map(({ mount }) => directoryOf(client, mount)));
  try {
    for (const { mount, name, index } of marks) await leaveMark(client, mount, join(places[index] ?? "/", name));
    const id = await createViewer(client, spec, places, labels);
    try {
      for (const { mount, name, index } of marks) {
        if (!(await isSeen(client, id, `${VIEW}/${index}/${name}`, options))) throw elsewhere(client, mount);
      }
    } finally {
      await removeContainer(client, id);
    }
  } finally {
    for (const { name, index } of marks) await rm(join(places[index] ?? "/", name), { force: true }).catch(() => {});
  }
}

/** Where the viewer has the directories. */
const VIEW = "/moat-probe";

/** A file is the same where its directory is. */
async function directoryOf(client: EngineClient, mount: BindMount): Promise<string> {
  try {
    return (await stat(mount.source)).isDirectory() ? mount.source : dirname(mount.source);
  } catch (cause) {
    throw refused(client, `${mount.source} cannot be seen here`, mount, cause);
  }
}

async function leaveMark(client: EngineClient, mount: BindMount, path: string): Promise<void> {
  try {
    await writeFile(path, "", { flag: "wx", mode: 0o600 });
  } catch (cause) {
    throw refused(
      client,
      `${mount.source} cannot be shown to be the same there, since nothing can be written here`,
      mount,
      cause,
    );
  }
}

async function createViewer(
  client: EngineClient,
  spec: ContainerSpec,
  places: readonly string[],
  labels: Readonly<Record<string, string>>,
): Promise<string> {
  try {
    const { Id } = await client.json<{ readonly Id: string }>({
      method: "POST",
      path: "/containers/create",
      query: { name: `moat-probe-${randomBytes(6).toString("hex")}` },
      body: {
        Image: spec.image,
        Cmd: ["true"],
        Labels: labels,
        NetworkDisabled: true,
        HostConfig: {
          NetworkMode: "none",
          Mounts: places.map((Source, index) => ({ Type: "bind", Source, Target: `${VIEW}/${index}`, ReadOnly: true })),
        },
      },
      operation: "look at the engine's files",
    });
    return Id;
  } catch (error) {
    const first = spec.mounts.find((_, index) => error instanceof Error && error.message.includes(places[index] ?? ""));
    if (!isMoatError(error, "MOUNT_INVALID") || first === undefined) throw error;
    throw refused(client, `${first.source} is not there`, first, error);
  }
}

async function isSeen(client: EngineClient, id: string, path: string, options: CallOptions): Promise<boolean> {
  try {
    await client.json({
      method: "HEAD",
      path: containerPath(id, "archive"),
      query: { path },
      operation: "look at the engine's files",
      notFound: "CONTAINER_NOT_FOUND",
      signal: options.signal,
    });
    return true;
  } catch (error) {
    if (isMoatError(error, "CONTAINER_NOT_FOUND")) return false;
    throw error;
  }
}

function elsewhere(client: EngineClient, mount: BindMount): MoatError {
  return refused(client, `${mount.source} there is another one than here`, mount);
}

function refused({ address }: EngineClient, problem: string, mount: BindMount, cause?: unknown): MoatError {
  return new MoatError("MOUNT_INVALID", `The engine at ${address.url} may be on another machine, and ${problem}.`, {
    hint: "Run moat on that machine, share the directory with it under the same path, or use an engine of this machine: export DOCKER_HOST=unix:///var/run/docker.sock",
    details: { address: address.url, source: mount.source },
    ...(cause === undefined ? {} : { cause }),
  });
}
