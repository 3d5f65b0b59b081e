import { readFile } from "node:fs/promises";
import { MoatError, systemErrorCode } from "@moat/core";
import type { TlsMaterial } from "./engine-address.ts";

/** Which files are read, and what for. */
export interface TlsFilesOptions {
  readonly directory: string;
  readonly verify: boolean;
  /** Whether all of them may be missing. */
  readonly optional?: boolean;
}

/**
 * Reads `ca.pem`, `cert.pem` and `key.pem`. Without certificates of the client it has none to show; without an
 * authority nothing can be verified, and then `ENGINE_ADDRESS_INVALID` is thrown, as for half a pair.
 */
export async function readTlsFiles({ directory, verify, optional = false }: TlsFilesOptions): Promise<TlsMaterial> {
  const [ca, cert, key] = await Promise.all(["ca.pem", "cert.pem", "key.pem"].map((name) => read(directory, name)));
  if (ca === undefined || cert === undefined || key === undefined) throw new Error("unreachable");
  if (verify && ca === "" && !optional) throw missing(`${directory}/ca.pem`);
  if (cert === "" && key !== "") throw missing(`${directory}/cert.pem`);
  if (cert !== "" && key === "") throw missing(`${directory}/key.pem`);
  return { ca, cert, key, verify };
}

async function read(directory: string, name: string): Promise<string> {
  const file = `${directory}/${name}`;
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === "ENOENT" || code === "ENOTDIR") return "";
    throw invalid(`The TLS file ${file} cannot be read (${code}).`, file);
  }
}

function missing(file: string): MoatError {
  return invalid(`TLS to the engine needs ${file}, which does not exist.`, file);
}

function invalid(message: string, file: string): MoatError {
  return new MoatError("ENGINE_ADDRESS_INVALID", message, {
    hint: "Set DOCKER_CERT_PATH to the directory that has ca.pem, cert.pem and key.pem.",
    details: { file },
  });
}
