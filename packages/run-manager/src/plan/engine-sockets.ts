import { join } from "node:path";
import type { PlanInput } from "../plan-run.ts";

/** Where engines listen unless they are told otherwise. */
const WELL_KNOWN = [
  "/run/docker.sock",
  "/var/run/docker.sock",
  "/run/podman/podman.sock",
  "/run/containerd/containerd.sock",
];

/** The same in a user's home, and in the user's runtime directory. */
const IN_HOME = [
  ".docker/run/docker.sock",
  ".docker/desktop/docker.sock",
  ".colima/default/docker.sock",
  ".config/colima/default/docker.sock",
  ".orbstack/run/docker.sock",
  ".rd/docker.sock",
];
const IN_RUNTIME_DIRECTORY = ["docker.sock", "podman/podman.sock"];

/**
 * Finds an engine's socket that is one of these paths, or that exists below one of them; the empty string when there is
 * none. Whoever can talk to the engine can start a container without any sandbox.
 */
export function engineSocketIn(
  paths: readonly string[],
  { host, paths: inspect }: Pick<PlanInput, "host" | "paths">,
): string {
  const given = /^unix:\/\/(\/.*)$/.exec(host.env["DOCKER_HOST"] ?? "")?.[1];
  const sockets = [
    ...(given === undefined ? [] : [given]),
    ...WELL_KNOWN,
    ...IN_HOME.map((path) => join(host.user.home, path)),
    ...IN_RUNTIME_DIRECTORY.map((path) => join(`/run/user/${host.user.uid}`, path)),
  ];
  const isIn = (socket: string): boolean => {
    const { kind, realPath } = inspect(socket);
    const exists = kind !== "missing" && kind !== "denied";
    return paths.some((path) => path === socket || (exists && (path === realPath || realPath.startsWith(`${path}/`))));
  };
  return sockets.find(isIn) ?? "";
}
