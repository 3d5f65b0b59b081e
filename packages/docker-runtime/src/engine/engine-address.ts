import { MoatError } from "@moat/core";

/** Where an engine is reached, and how that was found out. */
export interface EngineAddress {
  /** As a person writes it: `unix:///var/run/docker.sock`. */
  readonly url: string;
  readonly socketPath: string;
  /** What decided it: `DOCKER_HOST`, or `default`. */
  readonly source: "DOCKER_HOST" | "default" | "caller";
}

const DEFAULT_SOCKET = "/var/run/docker.sock";
/** The kernel's limit for a unix socket's path; beyond it the error would be a misleading "not found". */
const MAX_SOCKET_PATH = 107;

/** Parses `unix:///path`. Throws `ENGINE_ADDRESS_INVALID`; other schemes are refused by name, never guessed. */
export function parseEngineAddress(url: string, source: EngineAddress["source"]): EngineAddress {
  const invalid = (problem: string) =>
    new MoatError("ENGINE_ADDRESS_INVALID", `The engine address "${url}" ${problem}.`, {
      hint: `Set DOCKER_HOST to a local socket, for instance unix://${DEFAULT_SOCKET}, or unset it.`,
      details: { address: url, source },
    });
  const scheme = /^([a-z]+):\/\//.exec(url)?.[1];
  if (scheme === undefined) throw invalid("has no scheme such as unix://");
  if (scheme !== "unix") throw invalid(`uses ${scheme}://, which this version of moat does not support`);
  const socketPath = url.slice("unix://".length);
  if (!socketPath.startsWith("/")) throw invalid("does not name an absolute path");
  if (Buffer.byteLength(socketPath) > MAX_SOCKET_PATH)
    throw invalid("is longer than a socket's path may be (107 bytes)");
  return { url, socketPath, source };
}

/** Finds the engine's address as the environment gives it: `DOCKER_HOST`, else the default socket. */
export function resolveEngineAddress(env: Readonly<Record<string, string | undefined>>): EngineAddress {
  const host = env["DOCKER_HOST"];
  return host === undefined || host === ""
    ? parseEngineAddress(`unix://${DEFAULT_SOCKET}`, "default")
    : parseEngineAddress(host, "DOCKER_HOST");
}
