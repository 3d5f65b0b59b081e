import { MoatError } from "@moat/core";

/** What TLS needs; a text is PEM, and empty where there is none. */
export interface TlsMaterial {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  /** Whether the engine has to show that it is the one that is meant. */
  readonly verify: boolean;
}

/** How bytes get to an engine. */
export type EngineTransport =
  | { readonly kind: "unix"; readonly socketPath: string }
  | {
      readonly kind: "tcp";
      readonly host: string;
      readonly port: number;
      /** What goes before every path; empty, or with a leading slash. */
      readonly basePath: string;
      readonly tls: TlsMaterial | undefined;
    }
  /** The arguments of `ssh`, up to and with the host, and the socket there; empty for that machine's own default. */
  | { readonly kind: "ssh"; readonly destination: readonly string[]; readonly socketPath: string };

/** Where an engine is reached, and how that was found out. */
export interface EngineAddress {
  /** As a person writes it: `unix:///var/run/docker.sock`. */
  readonly url: string;
  /** What decided it, for people: `DOCKER_HOST`, `the context colima (DOCKER_CONTEXT)`. */
  readonly foundBy: string;
  readonly transport: EngineTransport;
}

/** Whether the engine may be on another machine, so that a path of this one means nothing there. */
export function isRemote({ transport }: EngineAddress): boolean {
  return transport.kind !== "unix";
}

/** The kernel's limit for a unix socket's path; beyond it the error would be a misleading "not found". */
const MAX_SOCKET_PATH = 107;

/**
 * Parses `unix:///path`, `tcp://host:port` and `ssh://user@host`, with what TLS to use on tcp. Throws
 * `ENGINE_ADDRESS_INVALID`; other schemes are refused by name, never guessed. Pure.
 */
export function parseEngineAddress(url: string, foundBy: string, tls?: TlsMaterial): EngineAddress {
  const invalid: Refuse = (problem) =>
    new MoatError("ENGINE_ADDRESS_INVALID", `The engine address "${url}" (from ${foundBy}) ${problem}.`, {
      hint: "Use an address such as unix:///var/run/docker.sock, tcp://host:2376 or ssh://user@host, for instance in DOCKER_HOST.",
      details: { address: url, foundBy },
    });
  const scheme = /^([a-z]+):\/\//.exec(url)?.[1];
  switch (scheme) {
    case "unix":
      return {
        url,
        foundBy,
        transport: { kind: "unix", socketPath: socketPath(url.slice("unix://".length), invalid) },
      };
    case "tcp":
      return { url, foundBy, transport: parseTcp(url, tls, invalid) };
    case "ssh":
      return { url, foundBy, transport: parseSsh(url, invalid) };
    case undefined:
      throw invalid("has no scheme such as unix:// or tcp://");
    default:
      throw invalid(`uses ${scheme}://, which moat does not support`);
  }
}

type Refuse = (problem: string) => MoatError;

function socketPath(path: string, invalid: Refuse): string {
  if (!path.startsWith("/")) throw invalid("does not name an absolute path");
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) throw invalid("is longer than a socket's path may be (107 bytes)");
  return path;
}

function parseTcp(url: string, tls: TlsMaterial | undefined, invalid: Refuse): EngineTransport {
  const { hostname, port, pathname } = parseUrl(url, invalid);
  return {
    kind: "tcp",
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    // As docker's own client has it.
    port: port === "" ? (tls === undefined ? 2375 : 2376) : Number(port),
    basePath: pathname.replace(/\/$/, ""),
    tls,
  };
}

function parseSsh(url: string, invalid: Refuse): EngineTransport {
  const { hostname, port, username, password, pathname } = parseUrl(url, invalid);
  if (password !== "") throw invalid("has a password, which ssh takes from nobody; use a key");
  // What ssh would take for an option.
  if (hostname.startsWith("-") || username.startsWith("-")) throw invalid("has a name that begins with a dash");
  return {
    kind: "ssh",
    destination: [
      ...(username === "" ? [] : ["-l", decode(username, invalid)]),
      ...(port === "" ? [] : ["-p", port]),
      "--",
      hostname.replace(/^\[(.*)\]$/, "$1"),
    ],
    socketPath: pathname === "" || pathname === "/" ? "" : decode(pathname, invalid),
  };
}

function decode(part: string, invalid: Refuse): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid("has a % that encodes nothing");
  }
}

function parseUrl(url: string, invalid: Refuse): URL {
  if (!URL.canParse(url)) throw invalid("cannot be understood");
  const parsed = new URL(url);
  if (parsed.hostname === "") throw invalid("names no host");
  if (parsed.search !== "" || parsed.hash !== "") throw invalid("has more than a host, a port and a path");
  return parsed;
}
