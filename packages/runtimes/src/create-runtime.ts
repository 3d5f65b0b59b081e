import { homedir } from "node:os";
import { join } from "node:path";
import type { AppleRuntimeOptions } from "@moat/apple-runtime";
import { type Diagnostics, MoatError, type Runtime, isMoatError, silentDiagnostics } from "@moat/core";
import type { DockerRuntimeOptions } from "@moat/docker-runtime";
import {
  RUNTIME_NAMES,
  type RuntimeName,
  type RuntimeProviders,
  type Workload,
  defaultProviders,
} from "./runtime-providers.ts";

/** What may be said when a runtime is chosen; every field but `sandbox` has a default. */
export interface CreateRuntimeOptions
  extends DockerRuntimeOptions, Pick<AppleRuntimeOptions, "mayStartService" | "macosVersion" | "deadlines"> {
  /** Where the supervisors of Apple's containers listen and write; `apple` below `MOAT_HOME` or `~/.moat` by default. */
  readonly stateDir?: string;
  /** What is going to run; `command` by default. */
  readonly workload?: Workload;
  /** A runtime by name, in any case; empty means that `MOAT_RUNTIME` decides, and then this machine. */
  readonly runtime?: string;
  /** The environment; by default the process's own. `MOAT_RUNTIME` is read, and what finds an engine. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** As Node names it; by default this machine's. */
  readonly platform?: string;
  /** As Node names it; by default this machine's. */
  readonly arch?: string;
  readonly providers?: RuntimeProviders;
}

/** Why one runtime cannot be used. */
export interface RuntimeRejection {
  readonly runtime: RuntimeName;
  readonly code: string;
  readonly message: string;
}

/**
 * Opens the container runtime to use on this machine: the one that is asked for by `runtime` or `MOAT_RUNTIME`, else
 * Apple's on a Mac with Apple silicon where it works, else Docker. It never falls back from a sandbox to none.
 *
 * @throws `RUNTIME_UNKNOWN` for a name that is neither `docker` nor `apple`; the provider's own error where one runtime
 *   was tried; `RUNTIME_UNAVAILABLE` with every rejection in `details.rejections` where several were.
 */
export async function createRuntime(options: CreateRuntimeOptions): Promise<Runtime> {
  const {
    env = process.env,
    platform = process.platform,
    arch = process.arch,
    providers = defaultProviders,
    diagnostics = silentDiagnostics,
    workload = "command",
    stateDir = join(env["MOAT_HOME"] ?? join(homedir(), ".moat"), "apple"),
  } = options;
  const asked = askedRuntime(options.runtime ?? "", env["MOAT_RUNTIME"] ?? "", diagnostics);
  const names: readonly RuntimeName[] =
    asked !== undefined ? [asked] : platform === "darwin" && arch === "arm64" ? ["apple", "docker"] : ["docker"];
  const failures: { readonly name: RuntimeName; readonly error: MoatError }[] = [];
  for (const name of names) {
    try {
      const runtime = await providers[name]({ ...options, diagnostics, env, platform, arch, stateDir, workload });
      diagnostics.debug(`using ${runtime.title} runtime`);
      return runtime;
    } catch (error) {
      if (!isMoatError(error) || error.code === "CANCELED") throw error;
      failures.push({ name, error });
      diagnostics.debug(`${name} rejected: ${error.message}`);
    }
  }
  throw unavailable(failures);
}

function askedRuntime(option: string, variable: string, diagnostics: Diagnostics): RuntimeName | undefined {
  const value = option === "" ? variable : option;
  if (value === "") return undefined;
  const name = RUNTIME_NAMES.find((known) => known === value.toLowerCase());
  const source = option === "" ? "MOAT_RUNTIME" : "runtime";
  if (name === undefined) {
    throw new MoatError("RUNTIME_UNKNOWN", `Unknown ${source} value "${value}".`, {
      hint: "Use 'docker' or 'apple'.",
      details: { value, source },
    });
  }
  diagnostics.debug(`runtime ${name} asked for (${source}=${value})`);
  return name;
}

function unavailable(failures: readonly { readonly name: RuntimeName; readonly error: MoatError }[]): MoatError {
  const [only] = failures;
  if (failures.length === 1 && only !== undefined) return only.error;
  const rejections: readonly RuntimeRejection[] = failures.map(({ name, error }) => ({
    runtime: name,
    code: error.code,
    message: error.message,
  }));
  const last = failures.at(-1)?.error;
  return new MoatError(
    "RUNTIME_UNAVAILABLE",
    `No container runtime is available: ${rejections.map(({ runtime, message }) => `${runtime}: ${message}`).join(" ")}`,
    {
      hint: last?.hint ?? "",
      details: { rejections },
      cause: last,
    },
  );
}
