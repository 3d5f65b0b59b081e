import { usualEngineSockets } from "@moat/core";
import type { PlanInput } from "../plan-run.ts";

/** Beside the usual ones: what those lead to, and what is the machine's alone. */
const OF_THE_MACHINE = ["/run/docker.sock", "/run/podman/podman.sock", "/run/containerd/containerd.sock"];

/**
 * Finds an engine's socket that is one of these paths, or that exists below one of them; the empty string when there is
 * none. Whoever can talk to the engine can start a container without any sandbox.
 */
export function engineSocketIn(
  paths: readonly string[],
  { host, paths: inspect }: Pick<PlanInput, "host" | "paths">,
): string {
  const given = /^unix:\/\/(\/.*)$/.exec(host.env["DOCKER_HOST"] ?? "")?.[1];
  const { home, uid } = host.user;
  const sockets = [
    ...(given === undefined ? [] : [given]),
    ...OF_THE_MACHINE,
    ...usualEngineSockets({ env: host.env, home, uid }),
    // Where the user's own engines are although a variable says otherwise.
    ...usualEngineSockets({ env: {}, home, uid }),
  ];
  const isIn = (socket: string): boolean => {
    const { kind, realPath } = inspect(socket);
    const exists = kind !== "missing" && kind !== "denied";
    return paths.some((path) => path === socket || (exists && (path === realPath || realPath.startsWith(`${path}/`))));
  };
  return sockets.find(isIn) ?? "";
}
