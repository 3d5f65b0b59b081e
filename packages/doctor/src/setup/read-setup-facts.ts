import { access, constants, readFile, readdir, realpath } from "node:fs/promises";
import { release } from "node:os";
import { dirname, join } from "node:path";
import { type EngineFacts, MoatError, systemErrorCode } from "@moat/core";
import { findDaemon } from "./find-daemon.ts";
import { parseOsRelease } from "./os-release.ts";
import { repositoryUrl } from "./plan-repository.ts";
import type { ProgramPort } from "./run-program.ts";
import type { DaemonFacts, GVisorSource, SetupFacts } from "./setup-facts.ts";
import { SETUP_STATE } from "./setup-state.ts";

/** Reads what a set-up has to know; changes nothing, and needs no root. Throws `DAEMON_CONFIG_INVALID`, `USAGE`. */
export async function readSetupFacts(
  programs: ProgramPort,
  source: GVisorSource,
  { engine, gvisor }: Pick<SetupFacts, "engine" | "gvisor">,
): Promise<SetupFacts> {
  const isKeyArmored = source.kind === "repository" ? await readKey(source.keyFile) : true;
  const daemon = await findLocalDaemon(engine);
  const isRoot = process.geteuid?.() === 0;
  return {
    platform: process.platform,
    system: parseOsRelease(await readFile("/etc/os-release", "utf8").catch(() => "")),
    architecture: (await programs.run(["dpkg", "--print-architecture"])).stdout.trim(),
    kernel: release(),
    isRoot,
    engine,
    daemon,
    daemonJson: daemon === undefined ? undefined : await readDaemonJson(daemon.configFile, isRoot),
    hasConfigDirectory: daemon === undefined || (await exists(dirname(daemon.configFile))),
    gvisor,
    installed: await installedVersion(programs),
    candidate: await candidateVersion(programs),
    repositoryFile: source.kind === "distribution" ? "" : await findRepository(repositoryUrl(source)),
    isKeyArmored,
    hasCertificates: await exists("/etc/ssl/certs/ca-certificates.crt"),
    hasOldCopy: daemon !== undefined && (await exists(`${daemon.configFile}~`)),
    hasState: await exists(SETUP_STATE),
  };
}

/** The version of the package runsc that apt would install; empty for none. */
export async function candidateVersion(programs: ProgramPort): Promise<string> {
  const { stdout } = await programs.run(["apt-cache", "policy", "runsc"]);
  const version = /^\s+Candidate: (\S+)$/m.exec(stdout)?.[1] ?? "";
  return version === "(none)" ? "" : version;
}

async function installedVersion(programs: ProgramPort): Promise<string> {
  const { stdout } = await programs.run(["dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", "runsc"]);
  return /^installed (\S+)$/.exec(stdout)?.[1] ?? "";
}

async function findLocalDaemon({ address }: EngineFacts): Promise<DaemonFacts | undefined> {
  if (process.platform !== "linux" || !address.startsWith("unix://")) return undefined;
  const daemon = await findDaemon(address.slice("unix://".length));
  // What a link leads to is what has to be replaced, not the link.
  return daemon && { ...daemon, configFile: await realpath(daemon.configFile).catch(() => daemon.configFile) };
}

async function readDaemonJson(path: string, isRoot: boolean): Promise<string | undefined> {
  const refuse = (problem: string, hint: string, cause: unknown) =>
    new MoatError("DAEMON_CONFIG_INVALID", `${path} ${problem}; nothing was changed.`, {
      hint,
      details: { path },
      cause,
    });
  try {
    const bytes = await readFile(path);
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    // A file system that cannot be written says so to root, too.
    if (isRoot) await access(path, constants.W_OK);
    return text;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === "ENOENT") return undefined;
    if (code === "EROFS")
      throw refuse(
        "is on a file system that cannot be written",
        `Enter the runtime where ${path} comes from, and let Docker read it again.`,
        error,
      );
    if (code === "EACCES") throw refuse("cannot be read by this user", "Run it as root: sudo moat setup", error);
    throw refuse(
      code === "ERR_ENCODING_INVALID_ENCODED_DATA" ? "is not text in UTF-8" : `cannot be read: ${code}`,
      `Mend it: sudo editor ${path}`,
      error,
    );
  }
}

/** Whether the key is text; binary keys are as good. */
async function readKey(path: string): Promise<boolean> {
  try {
    const bytes = await readFile(path);
    if (bytes.includes("BEGIN PGP PUBLIC KEY BLOCK")) return true;
    // The first byte of a key in binary form has its highest bit set.
    if (bytes[0] !== undefined && bytes[0] >= 0x80) return false;
  } catch (cause) {
    throw new MoatError("USAGE", `The key ${path} cannot be read: ${systemErrorCode(cause)}.`, {
      hint: "Give the file of the key that signs the repository: --key FILE",
      cause,
    });
  }
  throw new MoatError("USAGE", `The file ${path} is not an OpenPGP public key.`, {
    hint: "Give the file of the key that signs the repository: --key FILE",
  });
}

/** The file of apt's sources that names a repository, comments aside; empty for none. */
async function findRepository(url: string): Promise<string> {
  const directory = "/etc/apt/sources.list.d";
  const names = (await readdir(directory).catch(() => [])).filter((name) => /\.(?:list|sources)$/.test(name));
  for (const path of ["/etc/apt/sources.list", ...names.toSorted().map((name) => join(directory, name))]) {
    const lines = (await readFile(path, "utf8").catch(() => "")).split("\n");
    if (lines.some((line) => !/^\s*#/.test(line) && line.includes(url))) return path;
  }
  return "";
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
