import { randomBytes } from "node:crypto";
import { type CallOptions, MoatError, isMoatError } from "@moat/core";
import { startDeadline } from "../engine/deadline.ts";
import type { EngineClient } from "../engine/engine-client.ts";
import { removeContainer } from "../roles/remove-container.ts";
import { DockerStreams } from "../roles/docker-streams.ts";
import { containerPath, inspectRaw } from "../roles/inspect-container.ts";
import { SECURITY_OPTIONS } from "../spec-to-docker.ts";

/** How a probe ended. */
export interface RawExit {
  readonly code: number;
  readonly stdout: string;
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

/** Runs a probe to its end. Throws what the engine says when it does not start; leaves nothing behind. */
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
      Labels: probe.labels,
      NetworkDisabled: true,
      AttachStdout: true,
      HostConfig: {
        Runtime: probe.runtime,
        Init: true,
        NetworkMode: "none",
        CapDrop: ["ALL"],
        SecurityOpt: SECURITY_OPTIONS,
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
    await using attachment = await new DockerStreams(client, new Map([[id, { tty: false, stdin: false }]])).attach(id, {
      signal,
    });
    await client.json({ method: "POST", path: containerPath(id, "start"), operation, signal });
    let stdout = "";
    signal.addEventListener("abort", () => void attachment[Symbol.asyncDispose](), { once: true });
    for await (const chunk of attachment.output)
      if (chunk.stream === "stdout") stdout += Buffer.from(chunk.data).toString();
    return { code: await exitCode(client, id, signal), stdout };
  } finally {
    deadline.dispose();
    await removeContainer(client, id);
  }
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
