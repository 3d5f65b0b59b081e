import { describe, expect, it } from "vitest";
import { toEngineInfo } from "./engine-info.ts";

describe("toEngineInfo", () => {
  it("reads what Docker 28 says", () => {
    const info = toEngineInfo(
      {
        ID: "id-1",
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
      "unix:///d.sock",
    );
    expect(info).toEqual({
      id: "id-1",
      address: "unix:///d.sock",
      version: "28.5.2",
      kernel: "6.18.44",
      rootless: false,
      defaultRuntime: "runc",
      runtimes: {
        runc: { path: "runc", runtimeArgs: [], runtimeType: "", features: '{"ociVersionMin":"1.0.0"}' },
        runsc: { path: "/usr/bin/runsc", runtimeArgs: ["--platform=systrap"], runtimeType: "", features: "" },
        shim: { path: "", runtimeArgs: [], runtimeType: "", features: "" },
      },
    });
  });

  it("knows a rootless engine by its security options", () => {
    expect(toEngineInfo({ SecurityOptions: ["name=seccomp", "name=rootless"] }, "a").rootless).toBe(true);
  });

  it.each([{}, { SecurityOptions: null, Runtimes: null }])("reads what is missing as empty: %j", (raw) => {
    expect(toEngineInfo(raw, "a")).toEqual({
      id: "",
      address: "a",
      version: "",
      kernel: "",
      rootless: false,
      defaultRuntime: "",
      runtimes: {},
    });
  });

  it("reads nulls inside an entry as empty", () => {
    const info = toEngineInfo({ Runtimes: { runsc: { path: "/r", runtimeArgs: null, status: null } } }, "a");
    expect(info.runtimes["runsc"]).toEqual({ path: "/r", runtimeArgs: [], runtimeType: "", features: "" });
  });
});
