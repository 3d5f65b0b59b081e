import type { CallOptions, EngineFacts } from "@moat/core";
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
}

interface RawInfo {
  readonly ID?: string;
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

/** Asks the engine what it is. Throws as every call does; within {@link INFO_TIMEOUT_MS}. */
export async function readEngineInfo(client: EngineClient, options: CallOptions = {}): Promise<EngineInfo> {
  const raw = await client.json<RawInfo>({
    method: "GET",
    path: "/info",
    operation: "say what it is",
    timeoutMs: INFO_TIMEOUT_MS,
    signal: options.signal,
  });
  return toEngineInfo(raw, client.address.url);
}

/** Reads the engine's answer; a missing field is an empty one. Pure. */
export function toEngineInfo(raw: RawInfo, address: string): EngineInfo {
  return {
    id: raw.ID ?? "",
    address,
    version: raw.ServerVersion ?? "",
    kernel: raw.KernelVersion ?? "",
    rootless: (raw.SecurityOptions ?? []).some((option) => option.includes("name=rootless")),
    defaultRuntime: raw.DefaultRuntime ?? "",
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
