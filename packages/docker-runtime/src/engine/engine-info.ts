import type { CallOptions, EngineFacts } from "@moat/core";
import type { EngineAddress } from "../connection/engine-address.ts";
import type { EngineClient } from "./engine-client.ts";

/** One entry of the engine's table of OCI runtimes, as far as it says anything. */
export interface OciRuntimeEntry {
  readonly path: string;
  readonly runtimeArgs: readonly string[];
  readonly runtimeType: string;
  /** The runtime's own feature list, where the engine asked for it; JSON text. */
  readonly features: string;
}

/** What the engine's `GET /info` says, as far as moat needs it. */
export interface EngineInfo extends EngineFacts {
  readonly runtimes: Readonly<Record<string, OciRuntimeEntry>>;
  readonly defaultRuntime: string;
  /** The name of the engine's machine. */
  readonly hostName: string;
  /** Whether it is Podman that answers in Docker's language. */
  readonly isPodman: boolean;
}

/** What the engine sends, as far as moat reads it. */
export interface RawInfo {
  readonly ID?: string;
  readonly OperatingSystem?: string;
  readonly CgroupVersion?: string;
  readonly CgroupDriver?: string;
  readonly DockerRootDir?: string;
  readonly Name?: string;
  readonly BuildahVersion?: string;
  readonly ServerVersion?: string;
  readonly KernelVersion?: string;
  readonly SecurityOptions?: readonly string[] | null;
  readonly DefaultRuntime?: string;
  readonly Runtimes?: Readonly<Record<string, RawRuntime>> | null;
}

interface RawRuntime {
  readonly path?: string;
  readonly runtimeArgs?: readonly string[] | null;
  readonly runtimeType?: string;
  readonly status?: Readonly<Record<string, string>> | null;
}

/** How long a caller waits at most to learn whether there is an engine and what it has. */
const INFO_TIMEOUT_MS = 5_000;
/** The same over ssh, which has to log in first. */
const SSH_INFO_TIMEOUT_MS = 30_000;

/**
 * Asks the engine what it is.
 *
 * @throws as every call does; within {@link INFO_TIMEOUT_MS}.
 */
export async function readEngineInfo(client: EngineClient, options: CallOptions = {}): Promise<EngineInfo> {
  return toEngineInfo(await readRawInfo(client, options), client.address);
}

/** The same, as the engine has written it. */
export function readRawInfo(client: EngineClient, options: CallOptions = {}): Promise<RawInfo> {
  return client.json<RawInfo>({
    method: "GET",
    path: "/info",
    operation: "say what it is",
    timeoutMs: client.address.transport.kind === "ssh" ? SSH_INFO_TIMEOUT_MS : INFO_TIMEOUT_MS,
    signal: options.signal,
  });
}

/** Reads the engine's answer; a missing field is an empty one. Pure. */
export function toEngineInfo(raw: RawInfo, { url, foundBy }: Pick<EngineAddress, "url" | "foundBy">): EngineInfo {
  return {
    id: raw.ID ?? "",
    address: url,
    foundBy,
    version: raw.ServerVersion ?? "",
    kernel: raw.KernelVersion ?? "",
    rootless: (raw.SecurityOptions ?? []).some((option) => option.includes("name=rootless")),
    defaultRuntime: raw.DefaultRuntime ?? "",
    hostName: raw.Name ?? "",
    isPodman: raw.BuildahVersion !== undefined,
    runtimes: Object.fromEntries(
      Object.entries(raw.Runtimes ?? {}).map(([name, entry]) => [
        name,
        {
          path: entry.path ?? "",
          runtimeArgs: entry.runtimeArgs ?? [],
          runtimeType: entry.runtimeType ?? "",
          features: entry.status?.["org.opencontainers.runtime-spec.features"] ?? "",
        },
      ]),
    ),
  };
}
