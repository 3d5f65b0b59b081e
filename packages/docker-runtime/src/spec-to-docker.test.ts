import { containerSpec } from "@moat/core";
import { describe, expect, it } from "vitest";
import { specToDocker } from "./spec-to-docker.ts";

const minimal = containerSpec({ name: "c", image: "debian" });

const full = containerSpec({
  name: "c",
  image: "debian:x",
  command: ["sh", "-c", 'echo "$1"', "--", " a b\n"],
  env: { EMPTY: "", A: "x=y", HOME: "/home/ada" },
  workingDir: "/workspace",
  user: "1000:1001",
  labels: { "dev.moat.run": "run_1" },
  mounts: [
    { source: "/home/ada/a:b c", target: "/workspace", readOnly: false },
    { source: "/etc/ssl", target: "/ssl", readOnly: true },
  ],
  tmpfs: [{ target: "/tmp", mode: 0o1777 }],
  ports: [
    { containerPort: 8080, hostPort: 0 },
    { containerPort: 9090, hostPort: 19_090 },
  ],
  network: "moat-net",
  extraHosts: ["gateway:10.0.0.1"],
  dns: ["9.9.9.9", "2620:fe::fe"],
  addedCapabilities: ["CHOWN", "KILL"],
  limits: { memoryBytes: 2 ** 30, cpus: 1.5, pids: 4096, logBytes: 1000 },
  ulimits: [{ name: "nofile", soft: 64, hard: 128 }],
  tty: true,
  stdin: true,
  terminalSize: { columns: 120, rows: 40 },
});

describe("specToDocker", () => {
  it("writes a minimal spec, hardened all the same", () => {
    expect(specToDocker(minimal, "runsc")).toEqual({
      Image: "debian",
      Env: [],
      Labels: {},
      Tty: false,
      OpenStdin: false,
      StdinOnce: false,
      AttachStdin: false,
      AttachStdout: true,
      AttachStderr: true,
      ExposedPorts: {},
      HostConfig: {
        Runtime: "runsc",
        Init: true,
        AutoRemove: false,
        NetworkMode: "bridge",
        ExtraHosts: [],
        Dns: [],
        Mounts: [],
        Tmpfs: {},
        PortBindings: {},
        CapDrop: ["ALL"],
        CapAdd: [],
        SecurityOpt: ["no-new-privileges", "label=disable"],
        IpcMode: "private",
        CgroupnsMode: "private",
        PidsLimit: 0,
        Memory: 0,
        MemorySwap: 0,
        NanoCpus: 0,
        Ulimits: [],
        LogConfig: { Type: "local", Config: { "max-size": String(2 ** 48), "max-file": "4", compress: "false" } },
      },
    });
  });

  it("carries everything of a full spec", () => {
    expect(specToDocker(full, "runc")).toEqual({
      Image: "debian:x",
      Cmd: ["sh", "-c", 'echo "$1"', "--", " a b\n"],
      Env: ["EMPTY=", "A=x=y", "HOME=/home/ada"],
      WorkingDir: "/workspace",
      User: "1000:1001",
      Labels: { "dev.moat.run": "run_1" },
      Tty: true,
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      ExposedPorts: { "8080/tcp": {}, "9090/tcp": {} },
      HostConfig: {
        Runtime: "runc",
        Init: true,
        AutoRemove: false,
        NetworkMode: "moat-net",
        ExtraHosts: ["gateway:10.0.0.1"],
        Dns: ["9.9.9.9", "2620:fe::fe"],
        Mounts: [
          { Type: "bind", Source: "/home/ada/a:b c", Target: "/workspace", ReadOnly: false },
          { Type: "bind", Source: "/etc/ssl", Target: "/ssl", ReadOnly: true },
        ],
        Tmpfs: { "/tmp": "rw,exec,nosuid,nodev,mode=1777" },
        PortBindings: {
          "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: "" }],
          "9090/tcp": [{ HostIp: "127.0.0.1", HostPort: "19090" }],
        },
        CapDrop: ["ALL"],
        CapAdd: ["CHOWN", "KILL"],
        SecurityOpt: ["no-new-privileges", "label=disable"],
        IpcMode: "private",
        CgroupnsMode: "private",
        PidsLimit: 4096,
        Memory: 2 ** 30,
        MemorySwap: 2 ** 30,
        NanoCpus: 1_500_000_000,
        Ulimits: [{ Name: "nofile", Soft: 64, Hard: 128 }],
        ConsoleSize: [40, 120],
        LogConfig: { Type: "local", Config: { "max-size": "250", "max-file": "4", compress: "false" } },
      },
    });
  });

  it("binds ports that share a container's port to all their host ports", () => {
    const ports = [1, 2].map((hostPort) => ({ containerPort: 80, hostPort }));
    expect(specToDocker({ ...minimal, ports }, "runc").HostConfig["PortBindings"]).toEqual({
      "80/tcp": [
        { HostIp: "127.0.0.1", HostPort: "1" },
        { HostIp: "127.0.0.1", HostPort: "2" },
      ],
    });
  });

  it("keeps at least the log that was asked for, in its few files", () => {
    for (const logBytes of [1, 1001, 2 ** 30]) {
      const spec = { ...minimal, limits: { ...minimal.limits, logBytes } };
      expect(specToDocker(spec, "runc").HostConfig["LogConfig"]).toMatchObject({
        Config: { "max-size": String(Math.ceil(logBytes / 4)), "max-file": "4" },
      });
    }
  });

  it("says nothing of a terminal's size that is not known, or of no terminal", () => {
    for (const spec of [
      { ...full, terminalSize: { columns: 0, rows: 0 } },
      { ...full, tty: false },
    ])
      expect(specToDocker(spec, "runc").HostConfig).not.toHaveProperty("ConsoleSize");
  });
});
