/** Whose sockets are meant. */
export interface EngineSocketFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's home directory. */
  readonly home: string;
  readonly uid: number;
}

/**
 * Where engines listen for a user unless they are told otherwise, in the order in which they are looked for: Docker's own, then
 * Docker Desktop's, Colima's, OrbStack's, Rancher Desktop's, rootless Docker's, and Podman's last. Pure.
 */
export function usualEngineSockets({ env, home, uid }: EngineSocketFacts): readonly string[] {
  const given = env["XDG_RUNTIME_DIR"] ?? "";
  const runtimeDirectory = given === "" ? `/run/user/${uid}` : given;
  return [
    "/var/run/docker.sock",
    `${home}/.docker/run/docker.sock`,
    `${home}/.docker/desktop/docker.sock`,
    `${home}/.colima/default/docker.sock`,
    `${home}/.config/colima/default/docker.sock`,
    `${home}/.orbstack/run/docker.sock`,
    `${home}/.rd/docker.sock`,
    `${runtimeDirectory}/docker.sock`,
    `${runtimeDirectory}/podman/podman.sock`,
    ...(uid === 0 ? ["/run/podman/podman.sock"] : []),
  ];
}
