import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { asRoot } from "./as-root.ts";

const run = promisify(execFile);

/** One of the variables that `tools/engine/engine run` sets. */
export function engineVariable(name: string): string {
  const value = process.env[name] ?? "";
  if (value === "") throw new Error(`${name} is not set: run these tests by ./scripts/test`);
  return value;
}

/** The address of the engine that has gVisor. */
export const engineHost = (): string => engineVariable("DOCKER_HOST");

/** The address of the engine that has no gVisor. */
export const bareHost = (): string => engineVariable("MOAT_TEST_BARE_HOST");

/** The path of a socket that an address names. */
export const socketOf = (host: string): string => host.replace(/^unix:\/\//, "");

/** Lets every user of this machine reach the engine; what it returns takes that back. For `beforeAll`, which calls that. */
export async function openSocket(): Promise<() => Promise<void>> {
  const socket = socketOf(engineHost());
  const mode = (await asRoot("stat", "-c", "%a", socket)).trim();
  await asRoot("chmod", "666", socket);
  return async () => {
    await asRoot("chmod", mode, socket);
  };
}

/** Asks an engine through docker's own client, and returns the lines of the answer. */
export async function docker(args: readonly string[], host = engineHost()): Promise<readonly string[]> {
  const { stdout } = await run(engineVariable("MOAT_TEST_DOCKER_CLI"), ["--host", host, ...args]);
  return stdout.split("\n").filter((line) => line !== "");
}

/** Lists everything in an engine that carries a label, one `kind id` for each. */
export async function labelled(label: string, host = engineHost()): Promise<readonly string[]> {
  const filter = ["--filter", `label=${label}`];
  const [containers, networks, volumes] = await Promise.all([
    docker(["ps", "-aq", "--no-trunc", ...filter], host),
    docker(["network", "ls", "-q", ...filter], host),
    docker(["volume", "ls", "-q", ...filter], host),
  ]);
  return [
    ...containers.map((id) => `container ${id}`),
    ...networks.map((id) => `network ${id}`),
    ...volumes.map((id) => `volume ${id}`),
  ];
}

/** Removes what {@link labelled} listed. */
export async function removeAll(things: readonly string[], host = engineHost()): Promise<void> {
  for (const thing of things) {
    const [kind = "", id = ""] = thing.split(" ");
    await docker(kind === "container" ? ["rm", "-fv", id] : [kind, "rm", id], host);
  }
}
