import { describe, expect, it } from "vitest";
import { type ConnectionFacts, chooseEngine, dockerConfigDirectory } from "./engine-choice.ts";

const choose = (env: ConnectionFacts["env"], currentContext = "", uid = 1000) =>
  chooseEngine({ env, currentContext, home: "/home/ada", uid });

describe("chooseEngine, as docker's own client", () => {
  it.each<[string, ConnectionFacts["env"], string, string]>([
    ["DOCKER_HOST before all", { DOCKER_HOST: "ssh://a", DOCKER_CONTEXT: "b" }, "c", "DOCKER_HOST"],
    ["DOCKER_CONTEXT before the current one", { DOCKER_CONTEXT: "b" }, "c", "the context b (DOCKER_CONTEXT)"],
    ["the current context", {}, "c", "the context c (docker's current context)"],
    [
      "an empty variable is none",
      { DOCKER_HOST: " ", DOCKER_CONTEXT: "" },
      "c",
      "the context c (docker's current context)",
    ],
  ])("%s", (_title, env, current, foundBy) => {
    expect(choose(env, current)).toMatchObject({ foundBy });
  });

  it.each<[ConnectionFacts["env"], string]>([
    [{}, ""],
    [{}, "default"],
    [{ DOCKER_CONTEXT: "default" }, "colima"],
  ])("searches where nobody says anything: %j, current context %j", (env, current) => {
    expect(choose(env, current)).toMatchObject({ kind: "search" });
  });

  it("searches docker's own socket first and Podman's last", () => {
    const choice = choose({ XDG_RUNTIME_DIR: "/run/x" });
    expect(choice.kind === "search" && choice.sockets).toEqual([
      "/var/run/docker.sock",
      "/home/ada/.docker/run/docker.sock",
      "/home/ada/.docker/desktop/docker.sock",
      "/home/ada/.colima/default/docker.sock",
      "/home/ada/.config/colima/default/docker.sock",
      "/home/ada/.orbstack/run/docker.sock",
      "/home/ada/.rd/docker.sock",
      "/run/x/docker.sock",
      "/run/x/podman/podman.sock",
    ]);
    const root = choose({}, "", 0);
    expect(root.kind === "search" && root.sockets.slice(-3)).toEqual([
      "/run/user/0/docker.sock",
      "/run/user/0/podman/podman.sock",
      "/run/podman/podman.sock",
    ]);
  });

  it.each<[ConnectionFacts["env"], object]>([
    [{}, { kind: "off" }],
    [{ DOCKER_CERT_PATH: "/certs" }, { kind: "off" }],
    [{ DOCKER_TLS_VERIFY: "1" }, { kind: "on", verify: true, directory: "/home/ada/.docker" }],
    [{ DOCKER_TLS_VERIFY: "0" }, { kind: "on", verify: true, directory: "/home/ada/.docker" }],
    [
      { DOCKER_TLS: "1", DOCKER_CERT_PATH: "/certs" },
      { kind: "on", verify: false, directory: "/certs" },
    ],
    [
      { DOCKER_TLS_VERIFY: "1", DOCKER_CONFIG: "/conf" },
      { kind: "on", verify: true, directory: "/conf" },
    ],
  ])("takes TLS from %j", (env, tls) => {
    expect(choose({ DOCKER_HOST: "tcp://h", ...env })).toMatchObject({ tls });
  });

  it("finds docker's settings", () => {
    expect(dockerConfigDirectory({ env: {}, home: "/home/ada" })).toBe("/home/ada/.docker");
    expect(dockerConfigDirectory({ env: { DOCKER_CONFIG: "/c" }, home: "/home/ada" })).toBe("/c");
  });
});
