import { describe, expect, it } from "vitest";
import { toEngineInfo } from "../engine/engine-info.ts";
import { bestCandidate, judgeRuntimes } from "./judge-runtimes.ts";

const features = (annotation: string) => ({
  "org.opencontainers.runtime-spec.features": JSON.stringify({ annotations: { [annotation]: "" } }),
});
const runc = { path: "runc" };
const runsc = { path: "/usr/bin/runsc" };
const podman = ["crun", "crun-vm", "crun-wasm", "kata", "krun", "ocijail", "runc", "runj", "runsc", "youki"];

const cases: readonly (readonly [string, Parameters<typeof toEngineInfo>[0], string | undefined])[] = [
  [
    "Docker 20.10",
    {
      DefaultRuntime: "runc",
      Runtimes: { "io.containerd.runc.v2": runc, "io.containerd.runtime.v1.linux": runc, runc, runsc },
    },
    "runsc",
  ],
  ["Docker without gVisor", { Runtimes: { "io.containerd.runc.v2": runc, runc } }, undefined],
  ["no runtimes at all", { Runtimes: null }, undefined],
  ["an entry whose type is hidden, by its name", { Runtimes: { runc, gvisor: {} } }, "gvisor"],
  ["an entry whose type is hidden, named runsc", { Runtimes: { runc, runsc: {} } }, "runsc"],
  ["an entry whose type is hidden and whose name says nothing", { Runtimes: { runc, secure: {} } }, undefined],
  ["an entry whose type is shown", { Runtimes: { runc, secure: { runtimeType: "io.containerd.runsc.v1" } } }, "secure"],
  [
    "a feature list with gVisor's flags",
    { Runtimes: { runc, x: { path: "/opt/x", status: features("dev.gvisor.flag.debug") } } },
    "x",
  ],
  [
    "a feature list of runc's",
    { Runtimes: { x: { path: "/opt/x", status: features("org.opencontainers.runc") } } },
    undefined,
  ],
  ["gVisor's shim by its own name", { Runtimes: { runc, "io.containerd.runsc.v1": {} } }, "io.containerd.runsc.v1"],
  [
    "gVisor's shim as the default, without an entry",
    { DefaultRuntime: "io.containerd.runsc.v1", Runtimes: { runc } },
    "io.containerd.runsc.v1",
  ],
  ["another shim as the default", { DefaultRuntime: "io.containerd.kata.v2", Runtimes: { runc } }, undefined],
  ["another spelling", { Runtimes: { runc, gVisor: {} } }, "gVisor"],
  ["an alias by name", { Runtimes: { runc, "runsc-kvm": {} } }, "runsc-kvm"],
  ["a program of another name in the path", { Runtimes: { runc, safe: { path: "/opt/gvisor/runsc-2026" } } }, "safe"],
  ["a directory named runsc is no program of that name", { Runtimes: { x: { path: "/opt/runsc/crun" } } }, undefined],
  ["what it is goes before what it is called", { Runtimes: { gvisor: {}, zz: runsc } }, "zz"],
  ["runsc goes before the default", { DefaultRuntime: "gv", Runtimes: { gv: runsc, runsc } }, "runsc"],
  ["the default goes before others", { DefaultRuntime: "gv2", Runtimes: { gv1: runsc, gv2: runsc } }, "gv2"],
  ["of several, always the same", { DefaultRuntime: "runc", Runtimes: { runc, gv2: runsc, gv1: runsc } }, "gv1"],
  [
    "Podman, which checks none of them",
    { Runtimes: Object.fromEntries(podman.map((name) => [name, { path: `/usr/bin/${name}` }])) },
    "runsc",
  ],
];

const address = { url: "unix:///d", foundBy: "x" };
const judge = (raw: Parameters<typeof toEngineInfo>[0]) => judgeRuntimes(toEngineInfo(raw, address));

describe("judgeRuntimes", () => {
  it.each(cases)("%s", (_title, raw, chosen) => {
    expect(bestCandidate(judge(raw))).toBe(chosen);
  });

  it("says of every runtime why, best candidate first", () => {
    const runtimes = {
      runc,
      gvisor: {},
      "io.containerd.runsc.v1": {},
      typed: { runtimeType: "io.containerd.runsc.v1" },
      zz: runsc,
      x: { path: "/opt/x", status: features("dev.gvisor.flag.debug") },
      runsc: {},
    };
    expect(judge({ DefaultRuntime: "zz", Runtimes: runtimes })).toEqual([
      { name: "runsc", isCandidate: true, reason: "is named runsc" },
      { name: "zz", isCandidate: true, reason: "runs /usr/bin/runsc" },
      { name: "io.containerd.runsc.v1", isCandidate: true, reason: "is the name of gVisor's shim" },
      { name: "typed", isCandidate: true, reason: "has the type io.containerd.runsc.v1" },
      { name: "x", isCandidate: true, reason: "has gVisor's annotations among its features" },
      { name: "gvisor", isCandidate: true, reason: "is called so" },
      { name: "runc", isCandidate: false, reason: "has nothing of gVisor in its path, type, features or name" },
    ]);
  });

  it("takes Podman's list for less than Docker's", () => {
    const [best, next] = judge({ BuildahVersion: "1.28.2", Runtimes: { runsc, crun: {} } });
    expect(best).toEqual({
      name: "runsc",
      isCandidate: true,
      reason: "is named runsc, but Podman lists runtimes that it may not run",
    });
    expect(next).toMatchObject({ name: "crun", isCandidate: false });
  });
});
