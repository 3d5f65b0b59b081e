import { describe, expect, it } from "vitest";
import { type HostProcess, findLeaks } from "./find-leaks.ts";

const known = "a".repeat(64);
const gone = "b".repeat(64);
const dockerd = (...args: string[]): HostProcess => ({ pid: 1, args: ["/usr/bin/dockerd", ...args] });
const shim = (id: string, address = "/run/containerd/containerd.sock", namespace = "moby"): HostProcess => ({
  pid: 10,
  args: ["/usr/bin/containerd-shim-runc-v2", "-namespace", namespace, "-id", id, "-address", address],
});
const sandbox = (id: string, root = "/var/run/docker/runtime-runc/moby"): HostProcess => ({
  pid: 11,
  args: ["runsc-sandbox", `--root=${root}`, "--log=/x/log.json", "boot", `--bundle=/run/c/moby/${id}`, id],
});
const gofer = (id: string): HostProcess => ({
  pid: 12,
  args: ["runsc-gofer", "--root=/run/docker/runtime-runsc/moby", "gofer", `--bundle=/run/c/moby/${id}`],
});
const look = (...processes: HostProcess[]) =>
  findLeaks(processes, { socketPath: "/var/run/docker.sock", containerIds: new Set([known]) });

describe("findLeaks", () => {
  it("finds what belongs to a container that the engine does not know", () => {
    const packaged = dockerd("-H", "fd://", "--containerd=/run/containerd/containerd.sock");
    expect(look(packaged, shim(gone), sandbox(gone), gofer(gone), shim(known), sandbox(known), gofer(known))).toEqual({
      kind: "looked",
      leaked: [
        { pid: 10, kind: "shim", containerId: gone },
        { pid: 11, kind: "sandbox", containerId: gone },
        { pid: 12, kind: "gofer", containerId: gone },
      ],
    });
  });

  it.each<[string, HostProcess]>([
    ["Kubernetes' shim", shim(gone, undefined, "k8s.io")],
    ["another containerd's shim", shim(gone, "/run/other/containerd.sock")],
    ["another engine's sandbox", sandbox(gone, "/run/other/runtime-runc/moby")],
    ["a sandbox of no engine", { pid: 11, args: ["runsc-sandbox", "--root=/run/docker/x", "boot", "short"] }],
    ["a command that names a shim", { pid: 9, args: ["grep", "containerd-shim-runc-v2", gone] }],
    ["a shim without an id", { pid: 9, args: ["containerd-shim-runc-v2", "-namespace", "moby"] }],
    ["a process without arguments", { pid: 9, args: [] }],
  ])("leaves alone %s", (_, process) => {
    expect(look(dockerd(), process)).toEqual({ kind: "looked", leaked: [] });
  });

  it("compares with the engine that serves the socket, where there are several", () => {
    const ours = dockerd("--host", "unix:///var/run/docker.sock", "--exec-root=/e");
    const other = dockerd("-H=unix:///other.sock");
    expect(look(other, ours, shim(gone, "/e/containerd/containerd.sock"))).toMatchObject({ leaked: [{ pid: 10 }] });
    expect(look(other, ours, sandbox(gone, "/e/runtime-runsc/moby"))).toMatchObject({ leaked: [{ pid: 11 }] });
    expect(look(other, ours, sandbox(gone))).toMatchObject({ leaked: [] });
  });

  it.each([[[]], [[dockerd("-H", "unix:///a"), dockerd("-H", "unix:///b")]]])(
    "says so when the engine is not to be seen: %j",
    (processes) => {
      expect(look(...processes, shim(gone))).toEqual({
        kind: "not-seen",
        why: "no process of dockerd that serves /var/run/docker.sock",
      });
    },
  );
});
