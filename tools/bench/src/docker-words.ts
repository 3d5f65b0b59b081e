import { isDeepStrictEqual } from "node:util";
import { output } from "./programs.ts";

/** What of a container's configuration both sides have to have alike; the names of files and of containers differ. */
const COMPARED = [
  "Runtime",
  "NetworkMode",
  "Init",
  "CapAdd",
  "CapDrop",
  "SecurityOpt",
  "Tmpfs",
  "PidsLimit",
  "IpcMode",
  "CgroupnsMode",
  "LogConfig",
  "Memory",
] as const;

type HostConfig = Readonly<Record<string, unknown>> & {
  readonly Runtime: string;
  readonly NetworkMode: string;
  readonly IpcMode: string;
  readonly CgroupnsMode: string;
  readonly PidsLimit: number;
  readonly CapAdd: readonly string[] | null;
  readonly CapDrop: readonly string[] | null;
  readonly SecurityOpt: readonly string[];
  readonly Tmpfs: Readonly<Record<string, string>> | null;
  readonly Mounts: readonly { readonly Source: string; readonly Target: string; readonly ReadOnly?: boolean }[];
  readonly LogConfig: { readonly Type: string; readonly Config: Readonly<Record<string, string>> };
};

interface Inspected {
  readonly HostConfig: HostConfig;
  readonly Config: {
    readonly Image: string;
    readonly User: string;
    readonly WorkingDir: string;
    readonly Env: readonly string[];
  };
}

/** The options of `docker run`, and the image, that make a container like this one; throws when Docker makes another. */
export async function dockerWords(container: string): Promise<{ readonly options: string[]; readonly image: string }> {
  const { HostConfig: host, Config: config } = await inspect(container);
  const options = [
    `--runtime=${host.Runtime}`,
    "--init",
    `--network=${host.NetworkMode}`,
    `--ipc=${host.IpcMode}`,
    `--cgroupns=${host.CgroupnsMode}`,
    `--pids-limit=${host.PidsLimit}`,
    `--user=${config.User}`,
    `--workdir=${config.WorkingDir}`,
    ...(host.CapDrop ?? []).map((name) => `--cap-drop=${name}`),
    ...(host.CapAdd ?? []).map((name) => `--cap-add=${name}`),
    ...host.SecurityOpt.map((option) => `--security-opt=${option}`),
    ...Object.entries(host.Tmpfs ?? {}).map(([target, mode]) => `--tmpfs=${target}:${mode}`),
    ...host.Mounts.map(
      ({ Source, Target, ReadOnly }) =>
        `--mount=type=bind,src=${Source},dst=${Target}${ReadOnly === true ? ",ro" : ""}`,
    ),
    `--log-driver=${host.LogConfig.Type}`,
    ...Object.entries(host.LogConfig.Config).map(([name, value]) => `--log-opt=${name}=${value}`),
    ...config.Env.map((entry) => `--env=${entry}`),
  ];
  const created = (await output(["docker", "create", ...options, config.Image, "true"])).trim();
  try {
    const made = (await inspect(created)).HostConfig;
    const differing = COMPARED.filter((key) => !isDeepStrictEqual(plain(host[key]), plain(made[key])));
    if (differing.length > 0) throw new Error(`Docker's container is another one: ${differing.join(", ")}`);
  } finally {
    await output(["docker", "rm", created]);
  }
  return { options, image: config.Image };
}

/** Docker's client writes capabilities with a prefix that means nothing, and nothing as null. */
function plain(value: unknown): unknown {
  if (value === null) return [];
  return Array.isArray(value) ? value.map((entry) => String(entry).replace(/^CAP_/, "")).toSorted() : value;
}

async function inspect(container: string): Promise<Inspected> {
  const [inspected]: Inspected[] = JSON.parse(await output(["docker", "inspect", container]));
  if (inspected === undefined) throw new Error(`no container ${container}`);
  return inspected;
}
