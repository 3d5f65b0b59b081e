import { release } from "node:os";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { type DaemonChange, reconfigured } from "./driver/daemon-config.ts";
import { engineVariable } from "./driver/engine.ts";
import { refusal } from "./driver/refusal.ts";

const runtimes = () => `${engineVariable("MOAT_TEST_ENGINE_DIR")}/runtimes`;
const unfit = (build: string) => `${engineVariable("MOAT_TEST_UNFIT")}/runsc-${build}`;
const GOOD = () => ({ path: `${runtimes()}/runsc` });
const NOT_PROVEN = (name: string, reason: string) =>
  `The runtime "${name}" did not prove to be a working gVisor: ${reason}.`;

describe("what really is gVisor is used, whatever it is called", () => {
  it.for<[string, string, () => DaemonChange]>([
    ["runsc", "runsc", () => ({ runtimes: { runsc: GOOD() } })],
    [
      "runsc with --network=host",
      "runsc",
      () => ({ runtimes: { runsc: { path: `${runtimes()}/runsc-hostnet`, runtimeArgs: ["--network=host"] } } }),
    ],
    ["the alias gvisor", "gvisor", () => ({ runtimes: { gvisor: GOOD() } })],
    ["a name that says nothing, by its path", "safe", () => ({ runtimes: { safe: GOOD() } })],
    ["the engine's default", "runsc", () => ({ runtimes: { runsc: GOOD() }, defaultRuntime: "runsc" })],
  ])("%s", async ([, name, change]) => {
    await using _engine = await reconfigured(change());
    await using box = await Box.fresh();
    expect(await box.json(["status"])).toMatchObject({
      gvisor: true,
      runtimes: expect.arrayContaining([expect.objectContaining({ name, isCandidate: true })]),
      proof: null,
    });
    const { stdout, stderr, code } = await box.moat(["run", "--", "uname", "-r"]);
    expect({ code, stderr, isHost: stdout.toString() === `${release()}\n` }).toEqual({
      code: 0,
      stderr: "",
      isHost: false,
    });
    const proof = { source: "fresh", method: expect.stringContaining("guest") };
    expect(await box.json(["list", "--all"])).toMatchObject([{ isolation: { kind: "gvisor", runtime: name, proof } }]);
    expect(await box.json(["status"])).toMatchObject({ proof: { source: "cached" } });
  });

  it("without a sandbox runc runs, though runsc is the engine's default", async () => {
    await using _engine = await reconfigured({ runtimes: { runsc: GOOD() }, defaultRuntime: "runsc" });
    await using box = await Box.fresh();
    const { stdout } = await box.moat(["run", "--no-sandbox", "--", "uname", "-r"]);
    expect(stdout.toString()).toBe(`${release()}\n`);
  });
});

describe("what is not a working gVisor is refused, whatever it is called", () => {
  it.for<[string, () => object, RegExp, RegExp]>([
    ["runc", () => ({ path: "runc" }), /the command saw the engine's own kernel/, /entry "runsc" \(runc\)/],
    ["missing on disk", () => ({ path: "/nonexistent/runsc" }), /no such file or directory/, /\/nonexistent\/runsc/],
    [
      "Debian bookworm's build",
      () => ({ path: unfit("bookworm") }),
      /it cannot list a directory; this gVisor is too old for current programs/,
      /Install a current gVisor/,
    ],
    [
      "Debian sid's build",
      () => ({ path: unfit("sid") }),
      /it died when the command forked/,
      /Install a current gVisor/,
    ],
  ])("runsc that is %s", async ([, entry, reason, hint]) => {
    await using _engine = await reconfigured({ runtimes: { runsc: entry() } });
    await using box = await Box.fresh();
    const refused = await refusedRun(box, ["--", "true"]);
    expect(refused).toMatchObject({
      code: "SANDBOX_NOT_PROVEN",
      message: expect.stringMatching(reason),
      hint: expect.stringMatching(hint),
    });
    expect(refused.hint).toContain("moat run --no-sandbox");
  });

  it("a name that nothing of gVisor is in is no candidate", async () => {
    await using _engine = await reconfigured({ runtimes: { other: { path: "runc" } } });
    await using box = await Box.fresh();
    expect((await refusal(box, ["--", "true"])).code).toBe("GVISOR_NOT_AVAILABLE");
    expect(await box.json(["status"])).toMatchObject({
      gvisor: false,
      runtimes: expect.arrayContaining([expect.objectContaining({ name: "other", isCandidate: false })]),
    });
  });

  it("Podman, which accepts runsc and runs the host's kernel", async () => {
    await using box = await Box.fresh();
    await box.write("agent.yaml", "base_image: busybox:latest\n");
    const env = { DOCKER_HOST: engineVariable("MOAT_TEST_PODMAN_HOST") };
    expect(await box.json(["status"], { env })).toMatchObject({
      runtimes: expect.arrayContaining([
        {
          name: "runsc",
          isCandidate: true,
          reason: expect.stringContaining("Podman lists runtimes that it may not run"),
        },
      ]),
    });
    const refused = await refusedRun(box, ["--", "true"], env);
    expect(refused).toMatchObject({
      code: "SANDBOX_NOT_PROVEN",
      message: NOT_PROVEN(
        "runsc",
        'the engine made the container with the runtime "oci" although "runsc" was asked for',
      ),
      hint: expect.stringContaining("Use Docker with gVisor"),
    });
  });
});

describe("--prove", () => {
  it("makes a proof although an earlier one holds", async () => {
    await using box = await Box.open();
    await box.moat(["run", "-n", "cached", "--", "true"]);
    await box.moat(["run", "-n", "proved", "--prove", "--", "true"]);
    await box.moat(["run", "-n", "again", "--", "true"]);
    expect(await box.json(["list", "--all"])).toEqual([
      source("again", "cached"),
      source("proved", "fresh"),
      source("cached", "cached"),
    ]);
  });
});

function source(name: string, from: string): unknown {
  const isolation = expect.objectContaining({ proof: expect.objectContaining({ source: from }) });
  return expect.objectContaining({ name, isolation });
}

/** A run that got as far as to make a record, and no further: nothing of it may be in the engine. */
async function refusedRun(box: Box, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { code, stdout } = await box.moat(["run", "--detach", "--json", ...args], { env });
  const left = await box.leftovers();
  expect({ code, left }).toEqual({ code: 125, left: [] });
  const answer: { readonly error: { code: string; message: string; hint: string } } = JSON.parse(stdout.toString());
  return answer.error;
}
