import { randomBytes } from "node:crypto";
import { type CallOptions, MoatError, type OutputChunk, isMoatError } from "@moat/core";
import { startDeadline } from "../engine/deadline.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { removeContainer } from "../roles/remove-container.ts";
import { DockerStreams } from "../roles/docker-streams.ts";
import { containerPath, inspectRaw } from "../roles/inspect-container.ts";
import { HARDENING } from "../spec-to-docker.ts";

/** How a probe ended. */
export interface RawExit {
  readonly code: number;
  readonly stdout: string;
  /** Whether it wrote more than any probe does, and was ended for that; then its code means nothing. */
  readonly isCut: boolean;
}

/** One throw-away container that tells something about a runtime. */
export interface Probe {
  readonly image: string;
  readonly runtime: string;
  readonly command: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

const PROBE_TIMEOUT_MS = 30_000;

/** More than any probe writes. What runs in one is the image's, and may write without end. */
const MAX_OUTPUT_BYTES = 64 * 1024;

/** Enough for gVisor, whose own threads and memory count, and what a hostile image may take at most. */
const MAX_TASKS = 4096;
const MAX_MEMORY_BYTES = 512 * 2 ** 20;

/** Nobody, inside and outside. */
const NOBODY = "65534:65534";

/**
 * Runs a probe to its end. Throws what the engine says when it does not start; leaves nothing behind.
 *
 * The program is the image's own and the runtime is not proved yet: should it be no sandbox, this container is all that
 * holds it. So it is nobody, with the limits and namespaces of a run and less.
 */
export async function runProbe(client: EngineClient, probe: Probe, options: CallOptions): Promise<RawExit> {
  const operation = `run a probe container on the runtime "${probe.runtime}"`;
  const { Id: id } = await client.json<{ readonly Id: string }>({
    method: "POST",
    path: "/containers/create",
    query: { name: `moat-probe-${randomBytes(6).toString("hex")}` },
    body: {
      Image: probe.image,
      Entrypoint: probe.command.slice(0, 1),
      Cmd: probe.command.slice(1),
      User: NOBODY,
      Labels: probe.labels,
      NetworkDisabled: true,
      AttachStdout: true,
      HostConfig: {
        ...HARDENING,
        Runtime: probe.runtime,
        NetworkMode: "none",
        PidsLimit: MAX_TASKS,
        Memory: MAX_MEMORY_BYTES,
        MemorySwap: MAX_MEMORY_BYTES,
        // Only its attached output is read, and not every engine has the driver that runs use.
        LogConfig: { Type: "none", Config: {} },
        ...(Object.keys(probe.annotations).length > 0 ? { Annotations: probe.annotations } : {}),
      },
    },
    operation,
  });
  const deadline = startDeadline(operation, PROBE_TIMEOUT_MS, options.signal);
  const { signal } = deadline;
  try {
    const { HostConfig } = await inspectRaw(client, id, { signal });
    // Podman takes any name, and runs what it always runs: then there is nothing to be seen inside.
    if (HostConfig.Runtime !== probe.runtime) throw otherRuntime(probe.runtime, HostConfig.Runtime ?? "");
    await using attachment = await new DockerStreams(
      client,
      new Map([[id, { tty: false, stdin: false, started: false }]]),
    ).attach(id, {
      signal,
    });
    await client.json({ method: "POST", path: containerPath(id, "start"), operation, signal });
    signal.addEventListener("abort", () => void attachment[Symbol.asyncDispose](), { once: true });
    const { stdout, isCut } = await readProbe(attachment.output);
    return { code: isCut ? 0 : await exitCode(client, id, signal), stdout, isCut };
  } finally {
    deadline.dispose();
    await removeContainer(client, id);
  }
}

async function readProbe(output: AsyncIterable<OutputChunk>): Promise<Omit<RawExit, "code">> {
  const said: Uint8Array[] = [];
  let bytes = 0;
  for await (const { stream, data } of output) {
    bytes += data.length;
    if (bytes > MAX_OUTPUT_BYTES) return { stdout: Buffer.concat(said).toString(), isCut: true };
    if (stream === "stdout") said.push(data);
  }
  return { stdout: Buffer.concat(said).toString(), isCut: false };
}

function otherRuntime(asked: string, made: string): MoatError {
  return new MoatError(
    "RUNTIME_REFUSED",
    `the engine made the container with the runtime "${made}" although "${asked}" was asked for`,
    { details: { asked, made } },
  );
}

async function exitCode(client: EngineClient, id: string, signal: AbortSignal): Promise<number> {
  const raw = await inspectRaw(client, id, { signal });
  if (raw.State.Status !== "running") return raw.State.ExitCode;
  // The output has ended; the engine is about to notice that the process has, too.
  await client.json({ method: "POST", path: containerPath(id, "wait"), operation: "wait for a probe", signal });
  return (await inspectRaw(client, id, { signal })).State.ExitCode;
}

/** Whether an error is the engine's or the runtime's refusal to start something, rather than a failure to ask. */
export function isRefusal(error: unknown): boolean {
  return isMoatError(error, "RUNTIME_REFUSED", "ENGINE_FAILED");
}
