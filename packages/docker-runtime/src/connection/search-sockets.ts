import { connect } from "node:net";
import { MoatError, systemErrorCode } from "@moat/core";
import { PERMISSION_HINT, START_HINT } from "../engine/engine-hints.ts";
import { type EngineAddress, parseEngineAddress } from "./engine-address.ts";

/** One place where no engine was found. */
export interface TriedSocket {
  readonly address: string;
  readonly why: string;
}

/** How long a socket may take to accept a connection, which is the kernel's work alone. */
const CONNECT_TIMEOUT_MS = 2_000;

/**
 * Finds the first of these sockets that somebody listens on. One that is there and does not let this user in ends the
 * search: that engine is the one that is meant, and its user has to be told.
 */
export async function searchSockets(sockets: readonly string[]): Promise<EngineAddress> {
  const tried: TriedSocket[] = [];
  for (const socketPath of sockets) {
    const address = parseEngineAddress(`unix://${socketPath}`, "the usual sockets");
    const problem = await knock(socketPath);
    if (problem === "") return address;
    tried.push({ address: address.url, why: REASONS[problem] ?? problem });
    if (problem === "EACCES" || problem === "EPERM") throw denied(address, tried);
  }
  throw noEngine(tried);
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such socket",
  ENOTDIR: "there is no such socket",
  ECONNREFUSED: "nothing listens there",
  ENOTSOCK: "it is no socket",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ETIMEDOUT: "it accepts no connection",
};

/** Tries to connect; returns the empty string when that works, else the system's word for why not. */
async function knock(path: string): Promise<string> {
  const socket = connect(path);
  try {
    return await new Promise<string>((resolve) => {
      socket.setTimeout(CONNECT_TIMEOUT_MS, () => resolve("ETIMEDOUT"));
      socket.on("connect", () => resolve("")).on("error", (error) => resolve(systemErrorCode(error)));
    });
  } finally {
    socket.destroy();
  }
}

function list(tried: readonly TriedSocket[]): string {
  const unset = ["DOCKER_HOST, DOCKER_CONTEXT: not set", "docker's current context: none"];
  return ["Tried:", ...unset, ...tried.map(({ address, why }) => `${address}: ${why}`)].join("\n  ");
}

function denied({ url, foundBy }: EngineAddress, tried: readonly TriedSocket[]): MoatError {
  return new MoatError("ENGINE_PERMISSION_DENIED", `Permission denied on the Docker engine's socket ${url}.`, {
    hint: `${PERMISSION_HINT}\n${list(tried)}`,
    details: { address: url, foundBy, tried },
  });
}

function noEngine(tried: readonly TriedSocket[]): MoatError {
  return new MoatError("ENGINE_UNREACHABLE", "No Docker engine was found at any of the usual places.", {
    hint: `${START_HINT}\n${list(tried)}`,
    details: { tried },
  });
}
