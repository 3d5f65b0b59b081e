import { createHash } from "node:crypto";
import { MoatError } from "@moat/core";

/** Where an engine of one of docker's contexts is. */
export interface ContextEndpoint {
  readonly host: string;
  readonly skipTlsVerify: boolean;
}

/** The directories of a context below docker's settings: docker names them by a hash. */
export function contextDirectories(
  configDirectory: string,
  name: string,
): { readonly meta: string; readonly tls: string } {
  const hash = createHash("sha256").update(name).digest("hex");
  return { meta: `${configDirectory}/contexts/meta/${hash}`, tls: `${configDirectory}/contexts/tls/${hash}/docker` };
}

/** Reads a context's `meta.json`. Throws `ENGINE_ADDRESS_INVALID` where it names no engine. Pure. */
export function parseContext(text: string, name: string): ContextEndpoint {
  const endpoint = property(property(parseJson(text), "Endpoints"), "docker");
  const host = property(endpoint, "Host");
  if (typeof host !== "string" || host === "") {
    throw badContext(name, "has no address of an engine", `See: docker context inspect ${name}`);
  }
  return { host, skipTlsVerify: property(endpoint, "SkipTLSVerify") === true };
}

/** Reads the current context out of docker's `config.json`: empty where none is set, undefined where it is no JSON. Pure. */
export function parseCurrentContext(text: string): string | undefined {
  const parsed = parseJson(text);
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const name = property(parsed, "currentContext");
  return typeof name === "string" ? name : "";
}

/** A context that cannot be used is an error and never another engine: nobody runs things where they did not mean to. */
export function badContext(name: string, problem: string, hint: string): MoatError {
  return new MoatError("ENGINE_ADDRESS_INVALID", `The Docker context ${name} ${problem}.`, {
    hint,
    details: { context: name },
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
