import { readFile } from "node:fs/promises";
import type { IsolationProof } from "@moat/core";
import { pack } from "tar-stream";
import { buffer } from "node:stream/consumers";
import { beforeAll, describe, expect, it } from "vitest";
import { createDockerRuntime } from "../create-docker-runtime.ts";
import { type EngineInfo, readEngineInfo } from "../engine/engine-info.ts";
import { TEST_IMAGE, TEST_LABELS, engine, engineContainers, haveImage, testSpec } from "../testing/real-engine.ts";
import { memoryProofCache } from "./proof-cache.ts";
import { proveGVisor } from "./prove-gvisor.ts";
import { runProbe } from "./run-probe.ts";

const NO_SHELL = "moat-test/no-shell:1";
let info: EngineInfo;
let hasAnnotations = false;

beforeAll(async () => {
  await haveImage(TEST_IMAGE);
  info = await readEngineInfo(engine);
  hasAnnotations = process.env["MOAT_TEST_DOCKER"] !== "20";
  const archive = pack();
  archive.entry({ name: "data", type: "directory" });
  archive.entry({ name: "data/file" }, "an image without a shell");
  archive.finalize();
  await engine.json({
    method: "POST",
    path: "/images/create",
    query: { fromSrc: "-", repo: "moat-test/no-shell", tag: "1" },
    bytes: await buffer(archive),
    operation: "import an image",
  });
});

/** Nothing is left of any probe, whatever became of it. */
async function noProbeIsLeft(): Promise<void> {
  expect((await engineContainers()).filter((name) => name.startsWith("/moat-probe-"))).toEqual([]);
}

function prove(runtime: string, image = TEST_IMAGE, signal?: AbortSignal): Promise<IsolationProof> {
  const parts = { client: engine, info, cache: memoryProofCache(), labels: TEST_LABELS, fresh: false };
  return proveGVisor(parts, { runtime, image }, signal === undefined ? {} : { signal });
}

describe("the proof", () => {
  it("sees gVisor's kernel, by every means that this engine has", async () => {
    const proof = await prove("runsc");
    expect(proof).toMatchObject({ method: hasAnnotations ? "annotation+guest" : "guest", source: "fresh" });
    expect(proof.guestKernel).toBe(process.env["MOAT_TEST_RUNSC"] === "current" ? "4.19.0-gvisor" : "4.4.0");
    expect(proof.guestKernel).not.toBe((await readFile("/proc/sys/kernel/osrelease", "utf8")).trim());
    await noProbeIsLeft();
  });

  it("is fresh once and then cached, until the runtime's entry changes", async () => {
    const parts = { client: engine, info, cache: memoryProofCache(), labels: TEST_LABELS, fresh: false };
    const asked = { runtime: "runsc", image: TEST_IMAGE };
    const first = await proveGVisor(parts, asked, {});
    const second = await proveGVisor(parts, asked, {});
    expect([first.source, second.source]).toEqual(["fresh", "cached"]);
    expect(second).toEqual({ ...first, source: "cached" });
    const entry = { path: "/elsewhere/runsc", runtimeArgs: [], runtimeType: "", features: "" };
    expect((await proveGVisor({ ...parts, fresh: true }, asked, {})).source).toBe("fresh");
    const changed = { ...parts, info: { ...info, runtimes: { ...info.runtimes, runsc: entry } } };
    expect((await proveGVisor(changed, asked, {})).source).toBe("fresh");
  });

  it("is made once for all containers of a process", async () => {
    const runtime = await createDockerRuntime({ sandbox: true, labels: TEST_LABELS });
    const sources: string[] = [];
    for (let made = 0; made < 2; made += 1) {
      const { id, isolation } = await runtime.containers.create(testSpec());
      if (isolation.kind === "gvisor") sources.push(isolation.proof.source);
      await runtime.containers.remove(id);
    }
    expect(sources).toEqual(["fresh", "cached"]);
  });

  it("refuses a name that claims to be gVisor and runs runc", async () => {
    await expect(prove("runsc-alias-of-runc")).rejects.toMatchObject({
      code: "SANDBOX_NOT_PROVEN",
      message: `The runtime "runsc-alias-of-runc" did not prove to be a working gVisor: the command saw the engine's own kernel, ${info.kernel}.`,
    });
    await noProbeIsLeft();
  });

  it("refuses a name that the engine does not have", async () => {
    await expect(prove("no-such-runtime")).rejects.toMatchObject({ code: "SANDBOX_NOT_PROVEN" });
    await noProbeIsLeft();
  });

  it("does not take a missing image for a missing sandbox", async () => {
    await expect(prove("runsc", "moat.invalid/none:1")).rejects.toMatchObject({ code: "IMAGE_NOT_FOUND" });
  });

  it("of an image without a shell is made from outside, or refused", async () => {
    const outcome = await prove("runsc", NO_SHELL).catch((error: unknown) => error);
    expect(outcome).toMatchObject(
      hasAnnotations ? { method: "annotation", guestKernel: "" } : { code: "SANDBOX_NOT_PROVEN" },
    );
    await noProbeIsLeft();
  });

  it("of an image without a shell is refused to runc", async () => {
    await expect(prove("runsc-alias-of-runc", NO_SHELL)).rejects.toMatchObject({ code: "SANDBOX_NOT_PROVEN" });
    await noProbeIsLeft();
  });

  it.each([0, 20, 150, 400])("leaves no probe when it is aborted after %i ms", async (ms) => {
    await expect(prove("runsc", TEST_IMAGE, AbortSignal.timeout(ms))).rejects.toMatchObject({ code: "CANCELED" });
    await noProbeIsLeft();
  });
});

/** The id of a probe that is there. */
async function liveProbe(): Promise<string | undefined> {
  const rows = await engine.json<readonly { readonly Id: string; readonly Names: readonly string[] }[]>({
    method: "GET",
    path: "/containers/json",
    query: { all: true },
    operation: "list",
  });
  return rows.find(({ Names }) => Names[0]?.startsWith("/moat-probe-") === true)?.Id;
}

describe.each(["runsc", "runc"])("a probe on %s", (runtime) => {
  const probe = (script: string) => {
    const command = ["sh", "-c", script];
    return runProbe(engine, { image: TEST_IMAGE, runtime, command, annotations: {}, labels: TEST_LABELS }, {});
  };

  it("is nobody, without any right, whatever the image's shell is", async () => {
    const script = `id -u; id -g; grep -E '^Cap(Prm|Eff|Bnd)' /proc/self/status | cut -f 2; touch /probed 2>&1`;
    const { stdout } = await probe(script);
    const none = "0".repeat(16);
    expect(stdout.split("\n").slice(0, 5)).toEqual(["65534", "65534", none, none, none]);
    expect(stdout).toMatch(/Permission denied/);
  });

  it("has an end to what it can take of the machine", async () => {
    const asking = probe("sleep 600");
    const settled = asking.catch(() => {});
    await expect.poll(liveProbe, { timeout: 60_000 }).toBeDefined();
    const id = (await liveProbe()) ?? "";
    const { HostConfig } = await engine.json<{ readonly HostConfig: object }>({
      method: "GET",
      path: `/containers/${id}/json`,
      operation: "inspect",
    });
    await engine.json({ method: "DELETE", path: `/containers/${id}`, query: { force: true }, operation: "remove" });
    await settled;
    expect(HostConfig).toMatchObject({
      PidsLimit: 4096,
      Memory: 2 ** 29,
      MemorySwap: 2 ** 29,
      IpcMode: "private",
      CgroupnsMode: "private",
    });
  });

  it.each(["yes", "yes >&2"])("is not read for ever: %s", async (flood) => {
    const { stdout, isCut } = await probe(flood);
    expect(isCut).toBe(true);
    expect(stdout.length).toBeLessThanOrEqual(64 * 1024);
    await noProbeIsLeft();
  });
});

describe("a create that is aborted", () => {
  it.each([0, 5, 50, 300])("after %i ms, leaves no container of any kind", async (ms) => {
    const runtime = await createDockerRuntime({ sandbox: true, labels: TEST_LABELS });
    const spec = testSpec({
      files: [{ path: "/f", kind: "file", content: "x".repeat(4_000_000), mode: 0o644, uid: 0, gid: 0 }],
    });
    await runtime.containers.create(spec, { signal: AbortSignal.timeout(ms) }).then(
      ({ id }) => runtime.containers.remove(id),
      (error: unknown) => expect(error).toMatchObject({ code: "CANCELED" }),
    );
    expect(await runtime.containers.list({ labels: TEST_LABELS })).toEqual([]);
  });
});
