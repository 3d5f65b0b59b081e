import { describe, expect, it } from "vitest";
import { RUNSC, failure, sampleFacts, withEngine } from "../testing/sample-facts.ts";
import type { Facts } from "./facts.ts";
import { KNOWN_TROUBLES } from "./known-troubles.ts";
import { judgeTroubles } from "./judge-troubles.ts";

const FAILED: Facts["proof"] = { kind: "failed", failure: failure("SANDBOX_NOT_PROVEN") };
const NONE: Facts["proof"] = { kind: "no-image", images: ["a"] };
const says = (version: string, spec = "1.2.0") => ({
  program: { path: "/usr/bin/runsc", state: "runs", output: `runsc version ${version}\nspec: ${spec}\n` } as const,
});
const NEW_KERNEL = { kernel: "6.11.0-1-amd64" };
const SYSTEMD = { cgroupVersion: "2", cgroupDriver: "systemd" };
const machine = sampleFacts().machine;

/** What is found of an old gVisor on a new kernel. */
const withOld = (proof: Facts["proof"]) => judgeTroubles(withEngine(NEW_KERNEL, { ...says("0.0~20240729.0"), proof }));

/** Each combination, and the neighbours of it that are well. */
const ROWS: readonly [Facts, readonly string[]][] = [
  [sampleFacts(), []],
  [withEngine(NEW_KERNEL, says("release-20260714.0")), []],
  [withEngine(NEW_KERNEL, says("release-20240731.0")), []],
  [withEngine(NEW_KERNEL, says("0.0~20240729.0")), ["gvisor-new-kernel"]],
  [withEngine({ kernel: "6.10.9" }, says("0.0~20240729.0")), []],
  [withEngine({ kernel: "7.0" }, says("release-20240101.0")), ["gvisor-new-kernel"]],
  [withEngine(NEW_KERNEL, { program: undefined }), []],
  [
    withEngine(
      { ...NEW_KERNEL, runtimes: { runsc: { ...RUNSC, runtimeArgs: ["--network=host"] } } },
      says("0.0~20240729.0"),
    ),
    [],
  ],
  [withEngine({}, says("0.0~20221219.0", "1.0.2-dev")), ["gvisor-too-old"]],
  [withEngine({}, says("0.0~20240729.0", "1.2.1")), ["gvisor-broken-build"]],
  [withEngine({}, says("0.0~20240729.0", "1.2.0")), []],
  [withEngine({ kernel: "5.4.0" }), ["gvisor-old-kernel"]],
  [withEngine({ kernel: "5.6.0" }), []],
  [withEngine({ kernel: "" }), []],
  [sampleFacts({ machine: { ...machine, maxUserNamespaces: 0 } }), ["gvisor-user-namespaces"]],
  [withEngine({ isOnThisMachine: false }, { machine: { ...machine, maxUserNamespaces: 0 } }), []],
  [sampleFacts({ machine: { ...machine, maxUserNamespaces: undefined } }), []],
  [withEngine({ rootless: true }), ["gvisor-rootless"]],
  [withEngine({ rootless: true, runtimes: { runsc: { ...RUNSC, runtimeArgs: ["--ignore-cgroups"] } } }), []],
  [withEngine(SYSTEMD), ["gvisor-cgroup"]],
  [withEngine({ ...SYSTEMD, runtimes: { runsc: { ...RUNSC, runtimeArgs: ["--systemd-cgroup"] } } }), []],
  [
    withEngine({ ...SYSTEMD, runtimes: { runsc: { ...RUNSC, runtimeArgs: ["--systemd-cgroup=false"] } } }),
    ["gvisor-cgroup"],
  ],
  [withEngine({ ...SYSTEMD, cgroupVersion: "1" }), []],
  [withEngine({ kernel: "5.15.167.4-microsoft-standard-WSL2" }), ["gvisor-wsl"]],
  [withEngine({ operatingSystem: "Docker Desktop" }), ["gvisor-virtual-machine"]],
  [withEngine({ runtime: "" }), []],
];

describe("judgeTroubles", () => {
  it.each(ROWS.map(([facts, ids], row) => ({ row, facts, ids })))("row $row finds $ids", ({ facts, ids }) => {
    expect(judgeTroubles(facts).map(({ id }) => id)).toEqual(ids);
  });

  it("has a row for every known trouble", () => {
    const rows = new Set(ROWS.flatMap(([, ids]) => ids));
    expect([...rows].toSorted()).toEqual(KNOWN_TROUBLES.map(({ id }) => id).toSorted());
  });

  it("believes the proof rather than the version", () => {
    expect(withOld(sampleFacts().proof)).toMatchObject([
      { status: "ok", fix: "", seen: expect.stringContaining("the proof shows that it works") },
    ]);
    expect(withOld(NONE)).toMatchObject([{ status: "warning", fix: "moat setup" }]);
    expect(withOld(FAILED)).toMatchObject([
      { status: "problem", fix: "moat setup", why: expect.stringContaining("root network namespace") },
    ]);
  });

  it("takes for no more than a warning what the proof says nothing of", () => {
    const facts = withEngine({ ...SYSTEMD, runtimes: { runsc: { ...RUNSC, runtimeArgs: ["--debug"] } } });
    const fix =
      "sudo /usr/bin/runsc install --runtime=runsc -- --debug --systemd-cgroup && sudo systemctl reload docker";
    expect(judgeTroubles(facts)).toMatchObject([{ status: "warning", fix }]);
    expect(judgeTroubles({ ...facts, proof: FAILED })).toMatchObject([{ status: "warning", fix }]);
  });

  it("says where to mend it when that is elsewhere", () => {
    const facts = withEngine(
      { ...NEW_KERNEL, isOnThisMachine: false, socketPath: "" },
      { ...says("0.0~20240729.0"), proof: FAILED },
    );
    expect(judgeTroubles(facts)).toMatchObject([
      { fix: "", why: expect.stringContaining("install a current gVisor in the engine's machine") },
    ]);
  });

  it("gives rootless Docker the arguments that it has, and the one it needs", () => {
    const runtimes = { runsc: { ...RUNSC, runtimeArgs: ["--debug"] } };
    const [finding] = judgeTroubles(withEngine({ rootless: true, runtimes }, { proof: FAILED }));
    expect(finding?.fix).toBe(
      '/usr/bin/runsc install --config_file="$HOME/.config/docker/daemon.json" --runtime=runsc -- --ignore-cgroups --debug && systemctl --user reload docker',
    );
  });
});
