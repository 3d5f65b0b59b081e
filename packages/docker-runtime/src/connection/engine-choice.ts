import { type EngineSocketFacts, usualEngineSockets } from "@moat/core";

/** What decides which engine is meant: the environment, and docker's own settings. */
export interface ConnectionFacts extends EngineSocketFacts {
  /** The current context of docker's `config.json`; empty where none is set. */
  readonly currentContext: string;
}

/** Which engine is meant. */
export type EngineChoice =
  | { readonly kind: "address"; readonly url: string; readonly foundBy: string; readonly tls: TlsChoice }
  | { readonly kind: "context"; readonly name: string; readonly foundBy: string }
  /** Nobody said anything: the first of these sockets that somebody listens on. */
  | { readonly kind: "search"; readonly sockets: readonly string[] };

/** How docker's variables want TLS: its files are in a directory, as `ca.pem`, `cert.pem` and `key.pem`. */
export type TlsChoice =
  | { readonly kind: "off" }
  | { readonly kind: "on"; readonly verify: boolean; readonly directory: string };

/**
 * Decides as docker's own client does: `DOCKER_HOST`, `DOCKER_CONTEXT`, the current context, then the usual sockets
 * (the client knows the first of them only). An empty variable is one that is not set. Pure.
 */
export function chooseEngine(facts: ConnectionFacts): EngineChoice {
  const { env, currentContext } = facts;
  const host = (env["DOCKER_HOST"] ?? "").trim();
  if (host !== "") return { kind: "address", url: host, foundBy: "DOCKER_HOST", tls: chooseTls(facts) };
  const named = env["DOCKER_CONTEXT"] ?? "";
  const name = named === "" ? currentContext : named;
  // "default" has no files: it is what there is without any context.
  if (name === "" || name === "default") return { kind: "search", sockets: usualEngineSockets(facts) };
  const where = named === "" ? "docker's current context" : "DOCKER_CONTEXT";
  return { kind: "context", name, foundBy: `the context ${name} (${where})` };
}

/** Where docker keeps its settings. */
export function dockerConfigDirectory({ env, home }: Pick<ConnectionFacts, "env" | "home">): string {
  const given = env["DOCKER_CONFIG"] ?? "";
  return given === "" ? `${home}/.docker` : given;
}

/** Any value switches on, as in docker's own client: even `0`. */
function chooseTls(facts: ConnectionFacts): TlsChoice {
  const { env } = facts;
  const verify = (env["DOCKER_TLS_VERIFY"] ?? "") !== "";
  if (!verify && (env["DOCKER_TLS"] ?? "") === "") return { kind: "off" };
  const given = env["DOCKER_CERT_PATH"] ?? "";
  return { kind: "on", verify, directory: given === "" ? dockerConfigDirectory(facts) : given };
}
