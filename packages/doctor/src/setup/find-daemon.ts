import { readFile, readdir, stat } from "node:fs/promises";
import type { DaemonFacts } from "./setup-facts.ts";

const DEFAULT_SOCKETS = new Set(["/var/run/docker.sock", "/run/docker.sock"]);

/**
 * Finds the dockerd of this machine that listens on a unix socket. Undefined when there is none: the engine is in a
 * virtual machine, in a container, or no dockerd at all.
 */
export async function findDaemon(socketPath: string): Promise<DaemonFacts | undefined> {
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const argv = (await readProc(pid, "cmdline")).split("\0");
    if (!/(?:^|\/)dockerd$/.test(argv[0] ?? "") || !listensOn(argv, socketPath)) continue;
    // A second number: in a process namespace below ours, so in a container, with files of its own.
    if (/^NSpid:\s+\d+\s+\d/m.test(await readProc(pid, "status"))) continue;
    const cgroup = await readProc(pid, "cgroup");
    return {
      pid: Number(pid),
      program: await programOf(argv[0] ?? ""),
      configFile: optionOf(argv, "--config-file") ?? "/etc/docker/daemon.json",
      isService: /\/docker\.service$/m.test(cgroup),
    };
  }
  return undefined;
}

/** Whether a dockerd that was started with these words listens on a socket. Pure. */
export function listensOn(argv: readonly string[], socketPath: string): boolean {
  const hosts = argv.flatMap((word, at) => {
    if (word === "-H" || word === "--host") return argv[at + 1] ?? [];
    const joined = /^(?:-H=?|--host=)(.+)$/.exec(word)?.[1];
    return joined ?? [];
  });
  if (hosts.includes(`unix://${socketPath}`)) return true;
  const isDefault = DEFAULT_SOCKETS.has(socketPath);
  // systemd's socket, or what daemon.json says in `hosts`.
  return isDefault && (hosts.length === 0 || hosts.some((host) => host.startsWith("fd://") || host === "unix://"));
}

/** The value of a long option, `--name value` or `--name=value`. Pure. */
export function optionOf(argv: readonly string[], name: string): string | undefined {
  const at = argv.indexOf(name);
  if (at !== -1) return argv[at + 1];
  return argv.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

async function programOf(word: string): Promise<string> {
  if (word.startsWith("/")) return word;
  for (const path of ["/usr/bin/dockerd", "/usr/sbin/dockerd", "/usr/local/bin/dockerd"]) {
    if ((await stat(path).catch(() => undefined)) !== undefined) return path;
  }
  return "dockerd";
}

function readProc(pid: string, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
}
