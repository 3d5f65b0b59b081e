import { describe, expect, it } from "vitest";
import { setupFacts } from "../testing/setup-facts.ts";
import { planSetup } from "./plan-setup.ts";
import type { GVisorSource, SetupFacts } from "./setup-facts.ts";
import { stepText } from "./setup-text.ts";

const OFFICIAL: GVisorSource = { kind: "official" };

const ids = (given: Partial<SetupFacts>, source: GVisorSource = OFFICIAL) =>
  planSetup(setupFacts(given), source).steps.map(({ id }) => id);
const text = (given: Partial<SetupFacts>, source: GVisorSource = OFFICIAL) =>
  planSetup(setupFacts(given), source).steps.map(stepText).join("\n");
const refusal = (given: Partial<SetupFacts>, source: GVisorSource = OFFICIAL) => {
  try {
    planSetup(setupFacts(given), source);
  } catch (error) {
    return error;
  }
  return undefined;
};

const system = (id: string, like: readonly string[] = []) => ({ id, like, title: id });

describe("planSetup", () => {
  it("takes the official steps, and asks for root for all but the proof", () => {
    const { kind, steps } = planSetup(setupFacts(), OFFICIAL);
    expect(kind).toBe("steps");
    expect(steps.map(({ id }) => id)).toEqual([
      "key",
      "repository",
      "lists",
      "backup",
      "install",
      "register",
      "reload",
      "prove",
    ]);
    expect(steps.filter(({ needsRoot }) => !needsRoot).map(({ id }) => id)).toEqual(["prove"]);
    const told = text({});
    for (const part of [
      "https://gvisor.dev/archive.key",
      "deb [arch=amd64 signed-by=/etc/apt/keyrings/moat-gvisor.asc] https://storage.googleapis.com/gvisor/releases release main",
      "sudo /usr/bin/dockerd --validate --config-file /etc/docker/daemon.json.moat-new",
      "sudo systemctl reload docker",
    ])
      expect(told).toContain(part);
  });

  it("keeps the old file before the package can touch it", () => {
    const steps = ids({});
    expect(steps.indexOf("backup")).toBeLessThan(steps.indexOf("install"));
  });

  it("has nothing to do where gVisor is proved, and one thing where it is listed", () => {
    expect(planSetup(setupFacts({ gvisor: "proved" }), OFFICIAL)).toMatchObject({ kind: "ready", steps: [] });
    expect(ids({ gvisor: "listed" })).toEqual(["prove"]);
  });

  it("uses a repository that apt knows already", () => {
    expect(ids({ repositoryFile: "/etc/apt/sources.list.d/gvisor.list" })).not.toContain("key");
    expect(text({ repositoryFile: "/etc/apt/sources.list.d/gvisor.list" })).toContain(
      "Dir::Etc::sourcelist=/etc/apt/sources.list.d/gvisor.list",
    );
  });

  it("installs certificate authorities only for https, and only where there are none", () => {
    expect(ids({ hasCertificates: false })[0]).toBe("certificates");
    const plain: GVisorSource = { kind: "repository", url: "http://127.0.0.1", keyFile: "/k" };
    expect(ids({ hasCertificates: false }, plain)[0]).toBe("key");
  });

  it("names a binary key as apt wants it", () => {
    const source: GVisorSource = { kind: "repository", url: "http://127.0.0.1", keyFile: "/k" };
    expect(text({ isKeyArmored: false }, source)).toContain("signed-by=/etc/apt/keyrings/moat-gvisor.gpg");
  });

  it("does not remove a package that was there before", () => {
    const { steps } = planSetup(setupFacts({ installed: "0.0~20221219.0", gvisor: "refuted" }), OFFICIAL);
    expect(steps.flatMap(({ undo }) => undo).filter(({ kind }) => kind === "package")).toEqual([]);
  });

  it("asks an old Docker nothing that it does not know, and one without systemd by a signal", () => {
    const engine = { ...setupFacts().engine, version: "20.10.24" };
    expect(text({ engine })).not.toContain("--validate");
    const daemon = { pid: 7, program: "dockerd", configFile: "/d.json", isService: false };
    expect(text({ daemon })).toContain("kill -HUP 7");
  });

  it("begins nothing over an earlier set-up that has not ended", () => {
    expect(refusal({ hasState: true })).toMatchObject({ code: "SETUP_CONFLICT" });
  });

  it.each([
    ["0.0~20221219.0-1+b4", "6.1.0"],
    ["0.0~20240729.0-7+b1", "6.1.0"],
    ["", "6.1.0"],
  ])("refuses the distribution's %j", (candidate, kernel) => {
    expect(
      refusal({ candidate, kernel, engine: { ...setupFacts().engine, kernel } }, { kind: "distribution" }),
    ).toMatchObject({ code: "GVISOR_UNFIT" });
  });
});

describe("a system that moat does not set up", () => {
  const { engine } = setupFacts();
  it.each<[string, Partial<SetupFacts>, string]>([
    ["macOS", { platform: "darwin", daemon: undefined }, "colima ssh"],
    [
      "a remote engine",
      { engine: { ...engine, address: "tcp://build.example.org:2376" } },
      "ssh build.example.org moat setup",
    ],
    ["rootless Docker", { engine: { ...engine, rootless: true } }, "--ignore-cgroups"],
    ["Docker Desktop", { daemon: undefined }, "gvisor.tar.bz2"],
    ["a virtual machine", { engine: { ...engine, kernel: "6.10-linuxkit" } }, "gvisor.tar.bz2"],
    ["Fedora", { system: system("fedora") }, "dnf install"],
    ["Rocky", { system: system("rocky", ["rhel", "centos", "fedora"]) }, "dnf install"],
    ["Arch", { system: system("arch") }, "pacman -S"],
    ["openSUSE", { system: system("opensuse-leap", ["suse", "opensuse"]) }, "zypper"],
    ["anything", { system: system("") }, "systemctl reload docker"],
    ["another architecture", { architecture: "riscv64" }, "amd64 or arm64"],
  ])("%s: the steps for it", (_, given, step) => {
    expect(refusal(given)).toMatchObject({ code: "SETUP_UNSUPPORTED", hint: expect.stringContaining(step) });
  });

  it.each(["ubuntu", "linuxmint"])("%s is one that it does", (id) => {
    expect(refusal({ system: system(id, ["ubuntu", "debian"]) })).toBeUndefined();
  });
});
