import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { MoatError, systemErrorCode } from "@moat/core";
import { badContext, contextDirectories, parseContext, parseCurrentContext } from "./docker-context.ts";
import { type EngineAddress, parseEngineAddress } from "./engine-address.ts";
import { type ConnectionFacts, chooseEngine, dockerConfigDirectory } from "./engine-choice.ts";
import { searchSockets } from "./search-sockets.ts";
import { readTlsFiles } from "./tls-files.ts";

/** Where to look for an engine. */
export interface ResolveOptions {
  /** An address that goes before everything else; empty for none. */
  readonly address: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Finds the engine that is meant, as docker's own client does, and where nobody says anything the first of the usual
 * sockets that somebody listens on.
 *
 * Throws `ENGINE_ADDRESS_INVALID`; `ENGINE_UNREACHABLE` with everything that was tried where no socket answers, and
 * `ENGINE_PERMISSION_DENIED` where one does not let this user in.
 */
export async function resolveEngine({ address, env }: ResolveOptions): Promise<EngineAddress> {
  const facts = {
    env: address === "" ? env : { ...env, DOCKER_HOST: address },
    home: env["HOME"] ?? homedir(),
    uid: process.getuid?.() ?? 0,
  };
  const configDirectory = dockerConfigDirectory(facts);
  const choice = chooseEngine({ ...facts, currentContext: await currentContext(facts, configDirectory) });
  if (choice.kind === "search") return searchSockets(choice.sockets);
  if (choice.kind === "context") return addressOfContext(configDirectory, choice.name, choice.foundBy);
  const { url, tls } = choice;
  const material = tls.kind === "on" && url.startsWith("tcp:") ? await readTlsFiles(tls) : undefined;
  return parseEngineAddress(url, address === "" ? choice.foundBy : "the caller", material);
}

/** Read only where it decides something, so that a broken file is no obstacle to who has said what they want. */
async function currentContext({ env }: Pick<ConnectionFacts, "env">, configDirectory: string): Promise<string> {
  if ((env["DOCKER_HOST"] ?? "").trim() !== "" || (env["DOCKER_CONTEXT"] ?? "") !== "") return "";
  const file = `${configDirectory}/config.json`;
  let why = "is no JSON";
  try {
    const name = parseCurrentContext(await readFile(file, "utf8"));
    if (name !== undefined) return name;
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(systemErrorCode(error))) return "";
    why = `cannot be read (${systemErrorCode(error)})`;
  }
  throw new MoatError("ENGINE_ADDRESS_INVALID", `Docker's settings ${file} may name an engine, but the file ${why}.`, {
    hint: "Mend the file, or say which engine is meant, for instance: export DOCKER_HOST=unix:///var/run/docker.sock",
    details: { file },
  });
}

async function addressOfContext(configDirectory: string, name: string, foundBy: string): Promise<EngineAddress> {
  const directories = contextDirectories(configDirectory, name);
  const meta = await readFile(`${directories.meta}/meta.json`, "utf8").catch((error: unknown) => {
    if (systemErrorCode(error) === "ENOENT") {
      throw badContext(name, "does not exist", "List those that do: docker context ls");
    }
    throw badContext(name, `cannot be read (${systemErrorCode(error)})`, `Check the files in ${directories.meta}.`);
  });
  const { host, skipTlsVerify } = parseContext(meta, name);
  const files = await readTlsFiles({ verify: !skipTlsVerify, directory: directories.tls, optional: true });
  const wanted = skipTlsVerify || files.ca !== "" || files.cert !== "";
  return parseEngineAddress(host, foundBy, wanted ? files : undefined);
}
