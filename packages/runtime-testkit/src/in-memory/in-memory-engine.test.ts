import { MoatError, containerSpec } from "@moat/core";
import { describe, expect, it } from "vitest";

import { drain } from "../contract/drain.ts";
import { moatError } from "../contract/moat-error.ts";
import { recordDiagnostics } from "../diagnostics/record-diagnostics.ts";
import { createInMemoryEngine, createInMemoryRuntime } from "./create-in-memory-engine.ts";

const spec = containerSpec({ name: "one", image: "memory:latest", command: ["wait-forever"] });

describe("the in-memory engine", () => {
  it("logs the calls of all its runtimes and shows its containers", async () => {
    const engine = createInMemoryEngine();
    const [first, second] = [engine.connect(), engine.connect()];
    const { id } = await first.containers.create(spec);
    await second.containers.start(id);
    expect(engine.calls).toEqual(["containers.create", "containers.start"]);
    expect(engine.containers).toMatchObject([{ id, name: "one", state: { phase: "running" }, spec }]);
    await second.containers.remove(id);
    expect(engine.containers).toEqual([]);
  });

  it("fails the next call of a method as ordered, once per order", async () => {
    const runtime = createInMemoryRuntime();
    const { engine, containers } = runtime;
    engine.failNext("containers.create", new MoatError("GVISOR_NOT_AVAILABLE", "ordered"));
    engine.failNext("containers.create", new MoatError("ENGINE_TIMEOUT", "ordered"));
    await runtime.ping();
    await expect(containers.create(spec)).rejects.toEqual(moatError("GVISOR_NOT_AVAILABLE"));
    await expect(containers.create(spec)).rejects.toEqual(moatError("ENGINE_TIMEOUT"));
    await containers.create(spec);
    expect(engine.containers).toHaveLength(1);
  });

  it("goes away and comes back", async () => {
    const { engine, containers } = createInMemoryRuntime();
    const { id } = await containers.create(spec);
    engine.unreachable = true;
    await expect(containers.remove(id)).rejects.toEqual(moatError("ENGINE_UNREACHABLE"));
    engine.unreachable = false;
    expect((await containers.inspect(id)).state.phase).toBe("created");
  });

  it("has the images, facts, isolation and names that it is given", async () => {
    const isolation = { kind: "none", runtime: "runc" } as const;
    const { diagnostics, progress } = recordDiagnostics();
    const runtime = createInMemoryRuntime({
      name: "docker",
      title: "Docker",
      isolation,
      diagnostics,
      facts: { id: "engine-1" },
      images: {
        "a:1": { id: "sha256:a", env: { PATH: "/bin" }, command: ["exit", "6"], files: { "/etc/passwd": "x" } },
      },
      pullable: { "b:1": {} },
    });
    expect([runtime.name, runtime.title]).toEqual(["docker", "Docker"]);
    expect((await runtime.ping()).id).toBe("engine-1");
    expect(await runtime.images.inspect("a:1")).toEqual({
      id: "sha256:a",
      digest: "",
      env: { PATH: "/bin" },
      command: ["exit", "6"],
    });
    expect(await runtime.images.readFile("a:1", "/etc/passwd")).toBe("x");
    await expect(runtime.images.inspect("b:1")).rejects.toEqual(moatError("IMAGE_NOT_FOUND"));
    await runtime.images.pull("b:1");
    await runtime.images.inspect("b:1");
    expect(progress.map((step) => [step.subject, step.currentBytes])).toEqual([
      ["b:1", 0],
      ["b:1", 1_000_000],
    ]);
    const created = await runtime.containers.create({ ...spec, image: "a:1", command: [] });
    expect(created.isolation).toEqual(isolation);
    await runtime.containers.start(created.id);
    expect((await runtime.containers.wait(created.id)).code).toBe(6);
  });

  it("refuses mounts whose source its host does not have", async () => {
    const { engine, containers } = createInMemoryRuntime({ hasSource: (source) => source === "/there" });
    const mount = { source: "/missing", target: "/mnt", readOnly: true };
    await expect(containers.create({ ...spec, mounts: [mount] })).rejects.toEqual(moatError("MOUNT_INVALID"));
    expect(engine.containers).toEqual([]);
    await containers.create({ ...spec, mounts: [{ ...mount, source: "/there" }] });
  });

  it("runs the programs that it is given, which see their spec; one that throws ends with 1", async () => {
    const { containers, streams } = createInMemoryRuntime({
      programs: {
        whoami: async ({ spec: { user }, args, stderr }) => {
          await stderr(`${user} ${args.join()}`);
          return 256 + 3;
        },
        broken: () => {
          throw new Error("broken");
        },
      },
    });
    const { id } = await containers.create({ ...spec, user: "7:7", command: ["whoami", "a", "b"] });
    await containers.start(id);
    expect((await containers.wait(id)).code).toBe(3);
    const [entry] = await drain(streams.logs(id, { follow: false, tail: "all" }));
    expect([entry?.stream, Buffer.from(entry?.data ?? []).toString()]).toEqual(["stderr", "7:7 a,b"]);
    const broken = await containers.create({ ...spec, name: "two", command: ["broken"] });
    await containers.start(broken.id);
    expect((await containers.wait(broken.id)).code).toBe(1);
  });

  it("keeps no more log than the spec allows, the newest part", async () => {
    const { containers, streams } = createInMemoryRuntime();
    const limits = { ...spec.limits, logBytes: 100 };
    const { id } = await containers.create({ ...spec, limits, command: ["print-lines", "100"] });
    await containers.start(id);
    await containers.wait(id);
    const log = await drain(streams.logs(id, { follow: false, tail: "all" }));
    const text = Buffer.concat(log.map((entry) => entry.data)).toString();
    expect(text.length).toBeLessThanOrEqual(100);
    expect(text.endsWith("line 99\nline 100\n")).toBe(true);
  });
});
