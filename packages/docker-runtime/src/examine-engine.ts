import { hostname, release } from "node:os";
import { resolveEngine } from "./connection/resolve-engine.ts";
import { readApiVersion } from "./engine/api-version.ts";
import { EngineClient } from "./engine/engine-client.ts";
import { type EngineInfo, type RawInfo, readRawInfo, toEngineInfo } from "./engine/engine-info.ts";
import type { GVisorAvailableOptions } from "./gvisor-available.ts";
import { type RuntimeFinding, bestCandidate, judgeRuntimes } from "./sandbox/judge-runtimes.ts";
import { isOnThisMachine } from "./sandbox/proof-key.ts";

/** All that an engine says of itself, for whoever looks for what is wrong with it. */
export interface EngineExamination extends EngineInfo {
  readonly apiVersion: string;
  /** Whether its machine is this one: neither another machine, nor a virtual one on this, nor the host of this container. */
  readonly isOnThisMachine: boolean;
  /** The socket by which it is reached; empty where it is another way. */
  readonly socketPath: string;
  /** For people, for instance `Docker Desktop`. */
  readonly operatingSystem: string;
  /** `1` or `2`; empty where the engine does not say. */
  readonly cgroupVersion: string;
  readonly cgroupDriver: string;
  /** Where the engine keeps images and containers, on its own machine. */
  readonly dataDirectory: string;
  readonly securityOptions: readonly string[];
  /** Every name of its table of runtimes, best candidate first, each with its reason. */
  readonly findings: readonly RuntimeFinding[];
  /** The runtime that runs would use; empty where there is none. */
  readonly runtime: string;
}

/**
 * Asks an engine all that it says of itself; creates nothing.
 *
 * @throws as `createDockerRuntime` does without the sandbox.
 */
export async function examineEngine(options: GVisorAvailableOptions = {}): Promise<EngineExamination> {
  const address = await resolveEngine({ address: options.address ?? "", env: options.env ?? process.env });
  using client = new EngineClient(address);
  const raw = await readRawInfo(client, options);
  const { transport } = address;
  return toExamination(raw, {
    info: toEngineInfo(raw, address),
    apiVersion: await readApiVersion(client, options),
    socketPath: transport.kind === "unix" ? transport.socketPath : "",
  });
}

interface Known {
  readonly info: EngineInfo;
  readonly apiVersion: string;
  readonly socketPath: string;
}

/** A missing field is an empty one. Pure but for what this machine is called. */
function toExamination(raw: RawInfo, { info, apiVersion, socketPath }: Known): EngineExamination {
  const findings = judgeRuntimes(info);
  return {
    ...info,
    apiVersion,
    socketPath,
    isOnThisMachine: isOnThisMachine(info, { hostName: hostname(), kernel: release() }),
    operatingSystem: raw.OperatingSystem ?? "",
    cgroupVersion: raw.CgroupVersion ?? "",
    cgroupDriver: raw.CgroupDriver ?? "",
    dataDirectory: raw.DockerRootDir ?? "",
    securityOptions: raw.SecurityOptions ?? [],
    findings,
    runtime: bestCandidate(findings) ?? "",
  };
}
