import { describe, expect, it } from "vitest";
import { toEngineInfo } from "./engine-info.ts";

const somewhere = { url: "a", foundBy: "x" };

describe("toEngineInfo", () => {
  it("reads what Docker 28 says", () => {
    const info = toEngineInfo(
      {
        ID: "id-1",
        Name: "build",
        ServerVersion: "28.5.2",
        KernelVersion: "6.18.44",
        SecurityOptions: ["name=seccomp,profile=builtin", "name=cgroupns"],
        DefaultRuntime: "runc",
        Runtimes: {
          runc: { path: "runc", status: { "org.opencontainers.runtime-spec.features": '{"ociVersionMin":"1.0.0"}' } },
          runsc: { path: "/usr/bin/runsc", runtimeArgs: ["--platform=systrap"] },
          shim: {},
        },
      },
      { url: "unix:///d.sock", foundBy: "DOCKER_HOST" },
    );
    expect(info).toEqual({
      id: "id-1",
      address: "unix:///d.sock",
      foundBy: "DOCKER_HOST",
      version: "28.5.2",
      kernel: "6.18.44",
      rootless: false,
      defaultRuntime: "runc",
      hostName: "build",
      isPodman: false,
      runtimes: {
        runc: { path: "runc", runtimeArgs: [], runtimeType: "", features: '{"ociVersionMin":"1.0.0"}' },
        runsc: { path: "/usr/bin/runsc", runtimeArgs: ["--platform=systrap"], runtimeType: "", features: "" },
        shim: { path: "", runtimeArgs: [], runtimeType: "", features: "" },
      },
    });
  });

  it("knows Podman by what only Podman says", () => {
    expect(toEngineInfo({ BuildahVersion: "1.28.2" }, somewhere).isPodman).toBe(true);
  });

  it("knows a rootless engine by its security options", () => {
    expect(toEngineInfo({ SecurityOptions: ["name=seccomp", "name=rootless"] }, somewhere).rootless).toBe(true);
  });

  it.each([{}, { SecurityOptions: null, Runtimes: null }])("reads what is missing as empty: %j", (raw) => {
    expect(toEngineInfo(raw, somewhere)).toEqual({
      id: "",
      address: "a",
      foundBy: "x",
      version: "",
      kernel: "",
      rootless: false,
      defaultRuntime: "",
      hostName: "",
      isPodman: false,
      runtimes: {},
    });
  });

  it("reads nulls inside an entry as empty", () => {
    const info = toEngineInfo({ Runtimes: { runsc: { path: "/r", runtimeArgs: null, status: null } } }, somewhere);
    expect(info.runtimes["runsc"]).toEqual({ path: "/r", runtimeArgs: [], runtimeType: "", features: "" });
  });
});
