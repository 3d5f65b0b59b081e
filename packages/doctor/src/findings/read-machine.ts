import { access, readFile, readdir } from "node:fs/promises";
import { release } from "node:os";
import type { MachineFacts } from "./facts.ts";
import type { HostProcess } from "./find-leaks.ts";

/** Where packages put Docker's engine. */
const DOCKER_PROGRAMS = ["/usr/bin/dockerd", "/usr/sbin/dockerd", "/usr/local/bin/dockerd", "/snap/bin/dockerd"];

/** Reads what decides on this machine whether gVisor can work. */
export async function readMachine(given: Pick<MachineFacts, "platform" | "arch" | "uid">): Promise<MachineFacts> {
  const [hasKvm, hasApt, docker, limit] = await Promise.all([
    exists("/dev/kvm"),
    exists("/usr/bin/apt-get"),
    Promise.all(DOCKER_PROGRAMS.map(exists)),
    readFile("/proc/sys/user/max_user_namespaces", "utf8").catch(() => ""),
  ]);
  const maxUserNamespaces = /^\d+$/.test(limit.trim()) ? Number(limit) : undefined;
  return { ...given, kernel: release(), hasKvm, hasApt, hasDocker: docker.includes(true), maxUserNamespaces };
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}

/** Reads the table of processes; one that ends meanwhile is left out. Empty where there is no such table. */
export async function readProcesses(): Promise<readonly HostProcess[]> {
  const names = await readdir("/proc").catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name));
  const tables = await Promise.all(
    pids.map(async (name) => {
      const line = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
      return line === "" ? [] : [{ pid: Number(name), args: line.replace(/\0$/, "").split("\0") }];
    }),
  );
  return tables.flat();
}
