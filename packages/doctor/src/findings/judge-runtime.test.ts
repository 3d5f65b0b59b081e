import { describe, expect, it } from "vitest";
import { RUNSC, failure, sampleFacts, withArgs, withEngine } from "../testing/sample-facts.ts";
import type { Facts, ProgramFacts } from "./facts.ts";
import { judgeProof } from "./judge-proof.ts";
import { judgeRuntime } from "./judge-runtime.ts";

const FAILED: Facts["proof"] = { kind: "failed", failure: failure("SANDBOX_NOT_PROVEN") };
const find = (facts: Facts, id: string) => judgeRuntime(facts).find((finding) => finding.id === id);

describe("the entry", () => {
  const none = { runtime: "", findings: [{ name: "runc", isCandidate: false, reason: "" }] };
  it.each([
    [none, "moat setup", "Runs are sandboxed by gVisor or do not start, unless --no-sandbox is given."],
    [{ ...none, isOnThisMachine: false }, "", "install a current gVisor in the engine's virtual machine: https://"],
    [
      { ...none, isOnThisMachine: false, socketPath: "" },
      "",
      "install a current gVisor in the engine's machine: https://",
    ],
    [{ ...none, isPodman: true }, "export DOCKER_HOST=unix:///var/run/docker.sock", "use Docker"],
  ])("is missing: %j", (given, fix, why) => {
    const finding = find(withEngine(given), "gvisor-runtime");
    expect(finding).toMatchObject({
      status: "problem",
      fix,
      seen: "none of the engine's runtimes can be gVisor: runc",
    });
    expect(finding?.why).toContain(why);
  });

  it("is a shim without a path", () => {
    const runtime = "io.containerd.runsc.v1";
    const facts = withEngine(
      { runtime, runtimes: { [runtime]: { ...RUNSC, path: "" } }, findings: [] },
      { program: undefined },
    );
    expect(judgeRuntime(facts).map(({ id, status }) => `${status} ${id}`)).toEqual(["ok gvisor-runtime"]);
  });
});

describe("the program", () => {
  it.each<[Partial<ProgramFacts>, string, string, string]>([
    [{}, "ok", "", "/usr/bin/runsc, version release-20260714.0"],
    [{ state: "missing" }, "problem", "moat setup", "does not exist"],
    [{ state: "not-executable" }, "problem", "moat setup", "cannot be executed"],
    [{ state: "silent", output: "" }, "unknown", "", "did not tell its version"],
    [
      { output: "runc version 1.1.5\nspec: 1.0.2" },
      "problem",
      "moat setup",
      'is not gVisor: it says "runc version 1.1.5"',
    ],
  ])("%j", (given, status, fix, seen) => {
    const program: ProgramFacts = {
      path: "/usr/bin/runsc",
      state: "runs",
      output: "runsc version release-20260714.0",
      ...given,
    };
    const finding = find(sampleFacts({ program }), "gvisor-program");
    expect(finding).toMatchObject({ status, fix });
    expect(finding?.seen).toContain(seen);
  });
});

describe("the arguments", () => {
  const anew = "sudo /usr/bin/runsc install --runtime=runsc";
  it.each<[string[], string, string, string]>([
    [[], "gvisor-network", "ok", ""],
    [["--network=sandbox"], "gvisor-network", "ok", ""],
    [["--network=host"], "gvisor-network", "warning", `${anew} && sudo systemctl reload docker`],
    [["-network=none", "--debug"], "gvisor-network", "warning", `${anew} -- --debug && sudo systemctl reload docker`],
    [["--platform=systrap"], "gvisor-platform", "ok", ""],
    [
      ["--platform=ptrace", "--x=a b"],
      "gvisor-platform",
      "warning",
      `${anew} -- '--x=a b' && sudo systemctl reload docker`,
    ],
    [["--platform=kvm"], "gvisor-platform", "problem", `${anew} && sudo systemctl reload docker`],
  ])("%j", (args, id, status, fix) => {
    expect(find(withArgs(args, { proof: FAILED }), id)).toMatchObject({ status, fix });
  });

  it("KVM that proved to work is well, and without its device that is said", () => {
    const kvm = ["--platform=kvm"];
    expect(find(withArgs(kvm), "gvisor-platform")).toMatchObject({ status: "ok" });
    expect(find(withArgs(kvm, { proof: FAILED }), "gvisor-platform")?.seen).toContain("there is no /dev/kvm");
    const machine = { ...sampleFacts().machine, hasKvm: true };
    expect(find(withArgs(kvm, { proof: FAILED, machine }), "gvisor-platform")?.seen).toContain("did not prove to work");
  });
});

describe("the proof", () => {
  it.each<[Facts["proof"], { status?: string; fix?: string }[]]>([
    [{ kind: "no-runtime" }, []],
    [sampleFacts().proof, [{ status: "ok" }]],
    [{ kind: "no-image", images: ["a", "b"] }, [{ status: "unknown", fix: "moat run --prove -- true" }]],
    [FAILED, [{ status: "problem", fix: "moat setup" }]],
  ])("%j", (proof, expected) => {
    expect(judgeProof(sampleFacts({ proof }))).toMatchObject(expected);
    expect(judgeProof(sampleFacts({ proof }))).toHaveLength(expected.length);
  });
});
