import { ULIMIT_NAMES } from "@moat/core";
import type { Config } from "../config.ts";
import { baseImage } from "../schema/base-image-type.ts";
import { CONTAINER_FIELDS } from "../schema/container-type.ts";
import { layerEnv } from "./layer-env.ts";
import { layerMounts } from "./layer-mounts.ts";
import type { Setting } from "./origin.ts";
import { readVariable, refuseSandboxVariables } from "./read-variable.ts";
import { runtimeName } from "./runtime-name.ts";
import type { Layers, Settings } from "./settings.ts";

/**
 * Decides every setting: flag over environment over agent.yaml over config.yaml over default, each key of `container` and
 * each ulimit by itself; `env` and `mounts` add up. Pure.
 *
 * No variable, and no config.yaml, switches the sandbox off.
 *
 * @throws `ENVIRONMENT_INVALID`, `RUNTIME_UNKNOWN`, `ENV_INVALID`, `MOUNT_INVALID`.
 */
export function resolveSettings(layers: Layers): Settings {
  const { flags, variables, workspace, machine } = layers;
  refuseSandboxVariables(variables);
  const { memory, cpus, log_size: logSize } = CONTAINER_FIELDS;
  const settle = <T>(path: string, of: (config: Config) => T, stronger: Stronger<T> = {}): Setting<T> =>
    strongest(layers, path, of, stronger);
  return {
    name: settle("name", ({ name }) => name, { flag: () => flags.name || undefined }),
    agent: settle("agent", ({ agent }) => agent),
    version: settle("version", ({ version }) => version),
    command: settle("command", ({ command }) => command, {
      flag: () => (flags.command?.length === 0 ? undefined : flags.command),
    }),
    env: layerEnv(layers),
    mounts: layerMounts(layers),
    ports: settle("ports", ({ ports }) => ports),
    interactive: settle("interactive", ({ interactive }) => interactive, {
      flag: () => flags.interactive || undefined,
    }),
    runtime: settle("runtime", ({ runtime }) => runtime, {
      flag: () => nameOf("--runtime", flags.runtime),
      variable: () => nameOf("MOAT_RUNTIME", variables["MOAT_RUNTIME"]),
    }),
    baseImage: settle("base_image", (config) => config.baseImage, {
      variable: () => readVariable("MOAT_BASE_IMAGE", baseImage(), variables),
    }),
    sandbox: settle("sandbox", ({ sandbox }) => sandbox, {
      flag: () => (flags.noSandbox === true ? "none" : undefined),
    }),
    memoryMb: settle("container.memory", ({ container }) => container.memoryMb, {
      variable: () => readVariable("MOAT_MEMORY", memory.type, variables),
    }),
    cpus: settle("container.cpus", ({ container }) => container.cpus, {
      variable: () => readVariable("MOAT_CPUS", cpus.type, variables),
    }),
    dns: settle("container.dns", ({ container }) => container.dns),
    ulimits: ULIMIT_NAMES.flatMap((name) => {
      const { value, origin } = settle(`container.ulimits.${name}`, ({ container }) =>
        container.ulimits.find((ulimit) => ulimit.name === name),
      );
      return value === undefined ? [] : [{ value, origin }];
    }),
    logSizeMb: settle("container.log_size", ({ container }) => container.logSizeMb, {
      variable: () => readVariable("MOAT_LOG_SIZE", logSize.type, variables),
    }),
    caCertificates: settle("container.ca_certificates", ({ container }) => container.caCertificates),
    dependencies: settle("dependencies", ({ dependencies }) => dependencies),
    hooks: {
      postBuildRoot: settle("hooks.post_build_root", ({ hooks }) => hooks.postBuildRoot),
      postBuild: settle("hooks.post_build", ({ hooks }) => hooks.postBuild),
      preRun: settle("hooks.pre_run", ({ hooks }) => hooks.preRun),
    },
    placeOf(path, origin) {
      const config = origin === "agent.yaml" ? workspace : machine;
      const position = origin === "agent.yaml" || origin === "config.yaml" ? config.positionOf(path) : undefined;
      return position && { file: config.file, ...position };
    },
  };
}

/** What is stronger than files. Asked only when nothing stronger has spoken: an overridden variable may be wrong. */
interface Stronger<T> {
  readonly flag?: () => T | undefined;
  readonly variable?: () => T | undefined;
}

function strongest<T>(
  { workspace, machine }: Layers,
  path: string,
  of: (config: Config) => T,
  { flag, variable }: Stronger<T>,
): Setting<T> {
  const flagged = flag?.();
  if (flagged !== undefined) return { value: flagged, origin: "flag" };
  const variabled = variable?.();
  if (variabled !== undefined) return { value: variabled, origin: "environment" };
  if (workspace.has(path)) return { value: of(workspace), origin: "agent.yaml" };
  if (machine.has(path)) return { value: of(machine), origin: "config.yaml" };
  return { value: of(workspace), origin: "default" };
}

function nameOf(source: string, text: string | undefined): "docker" | "apple" | undefined {
  return text === undefined || text === "" ? undefined : runtimeName(source, text);
}
