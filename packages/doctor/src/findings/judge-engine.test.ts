import { describe, expect, it } from "vitest";
import { failure, sampleFacts, withEngine } from "../testing/sample-facts.ts";
import type { Facts, PathOutcome } from "./facts.ts";
import { judgeEngine } from "./judge-engine.ts";

const machine = sampleFacts().machine;
const missing = (code: string, given: Partial<Facts> = {}) =>
  judgeEngine(sampleFacts({ engine: { kind: "none", failure: failure(code), socketPath: "" }, ...given }));
const socket = (mode: number, gid: number): PathOutcome => ({
  kind: "present",
  path: "/run/my sockets/d.sock",
  isDirectory: false,
  isWritable: false,
  uid: 0,
  gid,
  mode,
});

describe("an engine that is there", () => {
  it.each([
    [
      {},
      "Docker 28.5.2 (API 1.51) at unix:///var/run/docker.sock, found by the usual sockets; on this machine, cgroup v2 (cgroupfs)",
    ],
    [{ isOnThisMachine: false }, "; in a virtual machine, cgroup"],
    [
      { isOnThisMachine: false, socketPath: "", address: "ssh://far" },
      "at ssh://far, found by the usual sockets; remote, cgroup",
    ],
    [{ rootless: true, cgroupVersion: "" }, "; on this machine, rootless"],
    [{ isPodman: true }, "Podman 28.5.2"],
  ])("is described: %j", (given, text) => {
    const [engine] = judgeEngine(withEngine(given));
    expect(engine).toMatchObject({ id: "engine", status: "ok" });
    expect(engine?.seen).toContain(text);
  });

  it.each([
    ["1.51", []],
    ["1.43", []],
    ["1.42", ["warning"]],
    ["1.41", ["warning"]],
    ["1.40", ["problem"]],
    ["1.24", ["problem"]],
    ["2.0", []],
    ["", []],
  ])("with API %s", (apiVersion, statuses) => {
    const found = judgeEngine(withEngine({ apiVersion })).filter(({ id }) => id === "engine-api");
    expect(found.map(({ status }) => status)).toEqual(statuses);
  });

  it.each([
    ["engine-podman", { isPodman: true }],
    ["engine-rootless", { rootless: true }],
  ])("%s is a warning with a way out", (id, given) => {
    const found = judgeEngine(withEngine(given)).find((finding) => finding.id === id);
    expect(found).toMatchObject({ status: "warning", fix: "export DOCKER_HOST=unix:///var/run/docker.sock" });
  });
});

it("says what becomes of SELinux's labels", () => {
  const found = judgeEngine(withEngine({ securityOptions: ["name=seccomp", "name=selinux"] }));
  expect(found).toMatchObject([{ id: "engine" }, { id: "engine-selinux", status: "ok" }]);
});

describe("no engine", () => {
  it.each([
    ["ENGINE_UNREACHABLE", machine, "sudo systemctl start docker"],
    [
      "ENGINE_UNREACHABLE",
      { ...machine, hasDocker: false },
      "sudo apt-get update && sudo apt-get install -y docker.io",
    ],
    [
      "ENGINE_UNREACHABLE",
      { ...machine, hasDocker: false, hasApt: false },
      "curl -fsSL https://get.docker.com | sudo sh",
    ],
    ["ENGINE_UNREACHABLE", { ...machine, platform: "darwin" }, "open -a Docker"],
    ["ENGINE_TIMEOUT", machine, "sudo systemctl restart docker"],
    ["ENGINE_TIMEOUT", { ...machine, platform: "darwin" }, "open -a Docker"],
    ["ENGINE_ADDRESS_INVALID", machine, "unset DOCKER_HOST DOCKER_CONTEXT"],
    ["ENGINE_FAILED", machine, ""],
  ])("%s on %j", (code, on, fix) => {
    expect(missing(code, { machine: on })).toMatchObject([{ id: "engine", status: "problem", fix }]);
  });

  it.each([
    [undefined, 'sudo usermod -aG docker "$USER" && newgrp docker'],
    [
      socket(0o660, 998),
      `sudo usermod -aG "$(stat -c %G '/run/my sockets/d.sock')" "$USER" && newgrp "$(stat -c %G '/run/my sockets/d.sock')"`,
    ],
    [socket(0o600, 998), 'sudo usermod -aG docker "$USER" && newgrp docker'],
    [socket(0o660, 0), 'sudo usermod -aG docker "$USER" && newgrp docker'],
  ])("that lets this user in: %j", (at, fix) => {
    expect(missing("ENGINE_PERMISSION_DENIED", { socket: at })).toMatchObject([{ status: "problem", fix }]);
  });
});
