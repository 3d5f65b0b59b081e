import { containerSpec } from "@moat/core";
import { afterEach, describe, expect, it } from "vitest";
import { collect } from "./testing/collect.ts";
import { createDockerRuntime } from "./create-docker-runtime.ts";
import { gvisorAvailable } from "./gvisor-available.ts";
import type { ProofCache } from "./sandbox/proof-cache.ts";
import {
  type FakeEngine,
  type FakeEngineParts,
  UPGRADED,
  inspected,
  json,
  startFakeEngine,
} from "./testing/fake-engine.ts";

const engines: FakeEngine[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine[Symbol.asyncDispose]()));
});

async function fakeEngine(parts: FakeEngineParts): Promise<FakeEngine> {
  const engine = await startFakeEngine(parts);
  engines.push(engine);
  return engine;
}

const open = ({ address }: FakeEngine) => createDockerRuntime({ sandbox: true, check: "on-create", address });
const withRunsc = json({ ID: "e", Runtimes: { runc: { path: "runc" }, runsc: { path: "/usr/bin/runsc" } } });
const withoutRunsc = json({ ID: "e", Runtimes: { runc: { path: "runc" } } });

describe("an engine that answers nothing", () => {
  it("is given up within 5 s", async () => {
    const { address } = await fakeEngine({ answers: { "GET /info": () => {} } });
    const [created, available] = await Promise.allSettled([
      createDockerRuntime({ sandbox: true, address }),
      gvisorAvailable({ address }),
    ]);
    expect(created).toMatchObject({
      status: "rejected",
      reason: { code: "ENGINE_TIMEOUT", details: { timeoutMs: 5_000 } },
    });
    expect(available).toEqual({ status: "fulfilled", value: false });
  });

  it("is given up at once when the caller wants no more", async () => {
    const { address } = await fakeEngine({ answers: { "GET /info": () => {} } });
    const caller = new AbortController();
    const creating = createDockerRuntime({ sandbox: true, address, signal: caller.signal });
    caller.abort();
    await expect(creating).rejects.toMatchObject({ code: "CANCELED" });
  });
});

describe("an engine that dies in the middle of an answer", () => {
  const cut = { "content-length": "1000" };

  it.each([
    ["with a length", cut],
    ["in chunks", { "transfer-encoding": "chunked" }],
  ])("is noticed, and no deadline has to pass (%s)", async (_title, headers) => {
    const engine = await fakeEngine({
      answers: {
        "GET /info": (response) => {
          response.writeHead(200, headers);
          response.write('{"ID":"e",', () => response.destroy());
        },
      },
    });
    // A deadline that had to end it would say ENGINE_TIMEOUT.
    await expect(createDockerRuntime({ sandbox: true, address: engine.address })).rejects.toMatchObject({
      code: "ENGINE_UNREACHABLE",
    });
    expect(await gvisorAvailable({ address: engine.address })).toBe(false);
  });

  it("is noticed before it answers, too", async () => {
    const engine = await fakeEngine({ answers: { "GET /info": (response) => response.destroy() } });
    await expect((await open(engine)).ping()).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
  });

  it("is noticed while it lists a pull's progress", async () => {
    const engine = await fakeEngine({
      answers: {
        "POST /images/create": (response) => {
          response.writeHead(200);
          response.write('{"status":"Pulling"}\n{"st', () => response.destroy());
        },
      },
    });
    await expect((await open(engine)).images.pull("debian")).rejects.toMatchObject({ code: "IMAGE_PULL_FAILED" });
  });

  it("is noticed while it sends logs", async () => {
    const engine = await fakeEngine({
      answers: {
        "GET /containers/c1/json": json(inspected({ status: "running" })),
        "GET /containers/c1/logs": (response) => {
          response.writeHead(200);
          response.write(Buffer.from([1, 0, 0, 0]), () => response.destroy());
        },
      },
    });
    const logs = (await open(engine)).streams.logs("c1", { follow: false, tail: "all" });
    await expect(collect(logs)).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
  });

  it("is noticed while a file of an image is read, and the container is removed", async () => {
    const engine = await fakeEngine({
      answers: {
        "POST /containers/create": json({ Id: "c1" }, 201),
        "DELETE /containers/c1": (response) => void response.writeHead(204).end(),
        "GET /containers/c1/archive": (response) => {
          response.writeHead(200);
          response.write("x".repeat(600), () => response.destroy());
        },
      },
    });
    await expect((await open(engine)).images.readFile("debian", "/etc/passwd")).rejects.toMatchObject({
      name: "MoatError",
    });
    expect(engine.requests.at(-1)).toMatch(/^DELETE \/containers\/c1\?force=true/);
  });

  it("does not let a wait go on for ever", async () => {
    const engine = await fakeEngine({
      answers: {
        "GET /containers/c1/json": json(inspected({ status: "running" })),
        "POST /containers/c1/wait": (response) => {
          response.writeHead(200).flushHeaders();
          setTimeout(() => void engine.die(), 50);
        },
      },
    });
    await expect((await open(engine)).containers.wait("c1")).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
  });
});

describe("what an engine answers", () => {
  it("is told as one sentence when it is plain text", async () => {
    const engine = await fakeEngine({
      answers: { "GET /containers/c1/json": (response) => void response.writeHead(500).end("proxy\nis down\n") },
    });
    await expect((await open(engine)).containers.inspect("c1")).rejects.toMatchObject({
      code: "ENGINE_FAILED",
      message: "Could not inspect the container c1: proxy is down.",
    });
  });

  it("is no engine when it is not JSON although it should be", async () => {
    const engine = await fakeEngine({
      answers: { "GET /info": (response) => void response.end("<html>hello</html>") },
    });
    await expect((await open(engine)).ping()).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
    expect(await gvisorAvailable({ address: engine.address })).toBe(false);
  });

  it.each([
    [withRunsc, true],
    [withoutRunsc, false],
    [json({}), false],
  ])("decides whether gVisor is available (%#)", async (info, available) => {
    const engine = await fakeEngine({ answers: { "GET /info": info } });
    expect(await gvisorAvailable({ address: engine.address })).toBe(available);
  });

  it("without runsc, is refused with what it has", async () => {
    const engine = await fakeEngine({ answers: { "GET /info": withoutRunsc } });
    await expect(createDockerRuntime({ sandbox: true, address: engine.address })).rejects.toMatchObject({
      name: "GVisorNotAvailableError",
      code: "GVISOR_NOT_AVAILABLE",
      details: {
        address: engine.address,
        runtimes: ["runc"],
        findings: [{ name: "runc", reason: "has nothing of gVisor in its path, type, features or name" }],
      },
    });
  });

  it("comes over a connection of its own each time, which a restart cannot have killed", async () => {
    const engine = await fakeEngine({ answers: { "GET /info": withRunsc } });
    const runtime = await open(engine);
    for (let call = 0; call < 3; call += 1) await runtime.ping();
    expect(engine.connections()).toBe(3);
  });

  it("is asked for as little as can be by a run whose proof is there already", async () => {
    const engine = await fakeEngine({
      answers: {
        "GET /info": withRunsc,
        "GET /containers/c1/json": json(inspected({ status: "created", runtime: "runsc" })),
        "POST /containers/create": json({ Id: "c1" }, 201),
        "POST /containers/c1/start": (response) => void response.writeHead(204).end(),
      },
      upgrade: (socket) => void socket.end(UPGRADED),
    });
    const runtime = await createDockerRuntime({ sandbox: true, address: engine.address, proofCache: provedCache() });
    await runtime.ping();
    await runtime.containers.create(containerSpec({ name: "c1", image: "debian" }));
    await using _attachment = await runtime.streams.attach("c1");
    await runtime.containers.start("c1");
    expect(engine.requests.map((request) => request.split("?")[0])).toEqual([
      "GET /info",
      "POST /containers/create",
      "GET /containers/c1/json",
      "POST /containers/c1/attach",
      "POST /containers/c1/start",
    ]);
    await runtime.ping();
    expect(engine.requests.at(-1)).toBe("GET /info?");
  });

  it("is asked for nothing at all without a sandbox, until something is done", async () => {
    const engine = await fakeEngine({});
    await createDockerRuntime({ sandbox: false, address: engine.address });
    expect(engine.requests).toEqual([]);
  });
});

describe("an engine that made another container than was asked for, as Podman does", () => {
  it("never gets to start it", async () => {
    const engine = await fakeEngine({
      answers: {
        "GET /info": withRunsc,
        "GET /version": json({ ApiVersion: "1.41" }),
        "GET /containers/c1/json": json(inspected({ status: "created", runtime: "oci" })),
        "POST /containers/create": json({ Id: "c1" }, 201),
        "POST /containers/c1/start": (response) => void response.writeHead(204).end(),
        "DELETE /containers/c1": (response) => void response.writeHead(204).end(),
      },
    });
    const runtime = await createDockerRuntime({ sandbox: true, address: engine.address, proofCache: provedCache() });
    const refusal = { code: "SANDBOX_NOT_PROVEN" };
    await expect(runtime.containers.create(containerSpec({ name: "c1", image: "debian" }))).rejects.toMatchObject(
      refusal,
    );
    expect(engine.requests.at(-1)).toMatch(/^DELETE \/containers\/c1\?/);
    // Nor where another process has made it.
    const other = await createDockerRuntime({ sandbox: true, address: engine.address, proofCache: provedCache() });
    await other.containers.create(containerSpec({ name: "c1", image: "debian" })).catch(() => {});
    await expect(other.containers.start("c1")).rejects.toMatchObject(refusal);
    expect(engine.requests.join("\n")).not.toContain("/start");
  });
});

/** As if the proof had been made a moment ago. */
function provedCache(): ProofCache {
  const provedAt = new Date().toISOString();
  const proof = { method: "guest", provedAt, source: "fresh", guestKernel: "4.4.0" } as const;
  return { read: () => Promise.resolve(proof), write: () => Promise.resolve() };
}
