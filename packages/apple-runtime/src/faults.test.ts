import type { Runtime } from "@moat/core";
import type { FakeFault } from "@moat/runtime-testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Deadlines } from "./program/deadlines.ts";
import { type AppleScene, appleScene, wordOf } from "./testing/apple-scene.ts";

let scene: AppleScene;

beforeAll(async () => {
  scene = await appleScene({ registry: { "pullable:1": {} } });
});
afterAll(async () => scene[Symbol.asyncDispose]());

afterEach(async () => {
  // What hangs is let go, and what is stuck comes loose.
  scene.fake.fail({ fault: "daemon-restart", command: "list" });
  const { containers, networks } = await scene.open();
  for (const { id } of await containers.list({ labels: {} })) await containers.remove(id);
  for (const { id } of await networks.list({})) if (id !== "default") await networks.remove(id);
});

interface Made {
  readonly runtime: Runtime;
  readonly id: string;
}

/** Makes a container before anything fails. */
async function made(script = "exec sleep 1000000", deadlines: Partial<Deadlines> = {}): Promise<Made> {
  const runtime = await scene.open({ deadlines });
  const { id } = await runtime.containers.create(scene.spec(script));
  return { runtime, id };
}

async function running(script = "exec sleep 1000000", deadlines: Partial<Deadlines> = {}): Promise<Made> {
  const one = await made(script, deadlines);
  await one.runtime.containers.start(one.id);
  return one;
}

/** Runs a script under faults of `start`, and tells how it ended. */
async function exitUnder(script: string, ...faults: readonly FakeFault[]) {
  const { runtime, id } = await made(script);
  scene.fake.fail(...faults);
  await runtime.containers.start(id);
  return await runtime.containers.wait(id);
}

const soon = 1_500;

describe("a fault while a container is made leaves none", () => {
  it.each<[string, FakeFault, string, Partial<Deadlines>?]>([
    ["the service is down", { fault: "daemon-down", command: "create" }, "ENGINE_UNREACHABLE"],
    ["the service hangs", { fault: "hang", command: "create" }, "ENGINE_TIMEOUT", { createMs: soon }],
    ["the image store hangs", { fault: "hang", command: "image inspect" }, "ENGINE_TIMEOUT", { queryMs: soon }],
    [
      "a part of the service does not answer, twice",
      { fault: "xpc-timeout", command: "create", times: 2 },
      "ENGINE_TIMEOUT",
    ],
    ["there is no kernel", { fault: "no-kernel", command: "create" }, "RUNTIME_REFUSED"],
    ["the name is taken", { fault: "exists", command: "create" }, "CONTAINER_NAME_TAKEN"],
  ])("when %s", async (_, fault, code, deadlines = {}) => {
    const runtime = await scene.open({ deadlines });
    scene.fake.fail(fault);
    expect(await wordOf(runtime.containers.create(scene.spec("true")))).toBe(code);
    expect(await scene.leftovers()).toEqual([]);
  });
});

describe("a fault that is overcome makes one container", () => {
  it.each<[string, FakeFault]>([
    ["the connection breaks after it was made", { fault: "daemon-interrupted", command: "create" }],
    ["a part of the service does not answer, once", { fault: "xpc-timeout", command: "create", detail: "networkList" }],
    ["the answer is late although it was made", { fault: "xpc-timeout-applied", command: "create" }],
    ["the service is slow", { fault: "slow", command: "create", amount: 200 }],
    ["there is noise on stdout", { fault: "stdout-noise", times: 0 }],
    ["there is noise on stderr", { fault: "stderr-noise", times: 0 }],
    ["the JSON is in another order, with less and more in it", { fault: "json-shuffle", times: 0 }],
    ["the JSON is escaped the other way", { fault: "json-escape", times: 0 }],
  ])("when %s", async (_, fault) => {
    const runtime = await scene.open();
    scene.fake.fail(fault);
    const { id } = await runtime.containers.create(scene.spec("exit 4"));
    await runtime.containers.start(id);
    expect((await runtime.containers.wait(id)).code).toBe(4);
    expect((await runtime.containers.list({ labels: {} })).map((one) => one.id)).toEqual([id]);
    await runtime.containers.remove(id);
    expect(await scene.leftovers()).toEqual([]);
  });
});

describe("a fault at the start", () => {
  it.each<[string, FakeFault, string, Partial<Deadlines>?]>([
    ["a port in use", { fault: "port-in-use", command: "start" }, "PORT_INVALID"],
    ["a mount that is gone", { fault: "mount-gone", command: "start" }, "MOUNT_INVALID"],
    ["a service that is down", { fault: "daemon-down", command: "start" }, "ENGINE_UNREACHABLE"],
    ["a service that hangs", { fault: "hang", command: "start" }, "ENGINE_TIMEOUT", { startMs: soon }],
    ["a container that has vanished", { fault: "vanish", command: "start" }, "CONTAINER_NOT_FOUND"],
  ])("%s: nothing has begun", async (_, fault, code, deadlines = {}) => {
    const { runtime, id } = await made("true", deadlines);
    scene.fake.fail(fault);
    expect(await wordOf(runtime.containers.start(id))).toBe(code);
    scene.fake.fail();
    const left = await runtime.containers.list({ labels: {} });
    expect(left.map(({ phase }) => phase)).toEqual(fault.fault === "vanish" ? [] : ["created"]);
    await runtime.containers.remove(id);
    expect(await scene.leftovers()).toEqual([]);
  });

  it("may be over the second time", async () => {
    const { runtime, id } = await made("exit 5");
    scene.fake.fail({ fault: "port-in-use", command: "start" });
    expect(await wordOf(runtime.containers.start(id))).toBe("PORT_INVALID");
    await runtime.containers.start(id);
    expect((await runtime.containers.wait(id)).code).toBe(5);
  });

  it("a program that is missing is an exit with 127", async () => {
    expect(await exitUnder("true", { fault: "exec-missing", command: "start" })).toMatchObject({
      code: 127,
      error: "",
    });
  });

  it.each<FakeFault>([
    { fault: "late-state", command: "start", amount: 700 },
    { fault: "late-ip", command: "start", amount: 700 },
    { fault: "log-freeze", command: "start" },
    { fault: "log-missing", command: "logs", times: 0 },
    { fault: "log-bad-utf8", command: "logs", times: 0 },
  ])("$fault changes neither the code nor the output", async (fault) => {
    const { runtime, id } = await made("echo said; exit 6");
    scene.fake.fail(fault);
    await runtime.containers.start(id);
    expect(await runtime.containers.wait(id)).toMatchObject({ code: 6, error: "" });
    const said: string[] = [];
    for await (const { data } of runtime.streams.logs(id, { follow: false, tail: "all" })) said.push(String(data));
    expect(said.join("")).toBe("said\n");
  });
});

describe("an exit code that the program loses is not said to be 0", () => {
  it("when its streams are cut at the end", async () => {
    expect(await exitUnder("exit 0", { fault: "io-cancel", command: "start" })).toMatchObject({
      code: 255,
      error: expect.stringContaining("not known"),
    });
  });

  it("when the attached program is dropped: the container runs on, and its end is seen", async () => {
    const { runtime, id } = await made("exec sleep 1000000", { lateMs: 0 });
    scene.fake.fail({ fault: "kill-client", command: "start", amount: 0 });
    await runtime.containers.start(id);
    expect((await runtime.containers.inspect(id)).state.phase).toBe("running");
    await runtime.containers.stop(id, 0);
    expect(await runtime.containers.wait(id)).toMatchObject({ code: 255, error: expect.stringContaining("not known") });
  });

  it("when the service restarts in the middle", async () => {
    const { runtime, id } = await running();
    scene.fake.fail({ fault: "daemon-restart", command: "list" });
    await runtime.containers.list({ labels: {} });
    const exit = await runtime.containers.wait(id);
    expect(exit.code).not.toBe(0);
    expect((await runtime.containers.inspect(id)).state.phase).toBe("exited");
  });
});

describe("queries tell a hang, an outage and an absence apart", () => {
  it.each<[string, FakeFault, string]>([
    ["list", { fault: "hang", command: "list" }, "ENGINE_TIMEOUT"],
    ["inspect", { fault: "hang", command: "inspect" }, "ENGINE_TIMEOUT"],
    ["inspect", { fault: "vanish", command: "inspect" }, "CONTAINER_NOT_FOUND"],
    ["inspect", { fault: "daemon-down", command: "inspect" }, "ENGINE_UNREACHABLE"],
    ["image", { fault: "hang", command: "image inspect" }, "ENGINE_TIMEOUT"],
    ["image", { fault: "daemon-down", command: "image inspect" }, "ENGINE_UNREACHABLE"],
    ["ping", { fault: "hang", command: "system status" }, "ENGINE_TIMEOUT"],
    ["ping", { fault: "daemon-down", command: "system status" }, "ENGINE_UNREACHABLE"],
    ["networks", { fault: "xpc-timeout", command: "network list", detail: "networkList" }, "ENGINE_TIMEOUT"],
    ["volumes", { fault: "hang", command: "volume list" }, "ENGINE_TIMEOUT"],
  ])("%s: $fault", async (query, fault, code) => {
    const { id } = await made();
    const runtime = await scene.open({ deadlines: { queryMs: soon } });
    scene.fake.fail(fault);
    const calls: Record<string, () => Promise<unknown>> = {
      list: () => runtime.containers.list({ labels: {} }),
      inspect: () => runtime.containers.inspect(id),
      image: () => runtime.images.inspect("fake:latest"),
      ping: () => runtime.ping(),
      networks: () => runtime.networks.list({}),
      volumes: () => runtime.volumes.list({}),
    };
    expect(await wordOf(calls[query]?.() ?? Promise.resolve())).toBe(code);
    scene.fake.fail();
    await runtime.containers.remove(id);
    expect(await scene.leftovers()).toEqual([]);
  });
});

describe("images that do not come", () => {
  it.each<[FakeFault, string, Partial<Deadlines>?]>([
    [{ fault: "pull-404", command: "image pull" }, "IMAGE_NOT_FOUND"],
    [{ fault: "pull-401", command: "image pull" }, "IMAGE_PULL_FAILED"],
    [{ fault: "pull-stall", command: "image pull" }, "ENGINE_TIMEOUT", { pullMs: soon }],
    [{ fault: "hang", command: "image pull" }, "ENGINE_TIMEOUT", { pullMs: soon }],
  ])("$fault", async (fault, code, deadlines = {}) => {
    const runtime = await scene.open({ deadlines });
    scene.fake.fail(fault);
    expect(await wordOf(runtime.images.pull("pullable:1"))).toBe(code);
    expect(await wordOf(runtime.images.inspect("pullable:1"))).toBe("IMAGE_NOT_FOUND");
  });
});

describe("ending and removing", () => {
  it("kills the calls that hang, and says that the container does not end", async () => {
    const deadlines = { signalMs: soon, endMs: 300 };
    const { runtime, id } = await running("exec sleep 1000000", deadlines);
    scene.fake.fail({ fault: "hang", command: "kill", times: 0 }, { fault: "stop-hang", command: "stop", times: 0 });
    expect(await wordOf(runtime.containers.stop(id, 100))).toBe("ENGINE_TIMEOUT");
  });

  it("tells what to do about a machine that is stuck, and removes it when it has come loose", async () => {
    const { runtime, id } = await running("exec sleep 1000000", { endMs: 300 });
    scene.fake.fail({ fault: "stuck-stopping", command: "kill" });
    await expect(runtime.containers.stop(id, 100)).rejects.toMatchObject({
      code: "ENGINE_TIMEOUT",
      hint: expect.stringContaining("container-runtime-linux"),
    });
    await expect(runtime.containers.remove(id)).rejects.toMatchObject({
      code: "CONTAINER_STATE",
      hint: expect.stringContaining("container-runtime-linux"),
    });
    scene.fake.fail({ fault: "daemon-restart", command: "list" });
    await runtime.containers.list({ labels: {} });
    await runtime.containers.remove(id);
    expect(await scene.leftovers()).toEqual([]);
  });

  it("tries again while a container that has just ended cannot go", async () => {
    const { runtime, id } = await made("true");
    await runtime.containers.start(id);
    await runtime.containers.wait(id);
    scene.fake.fail({ fault: "rm-race", command: "delete", times: 2 });
    await runtime.containers.remove(id);
    expect(await scene.leftovers()).toEqual([]);
  });

  it("does not take a broken connection for done, and is done the second time", async () => {
    const { runtime, id } = await made();
    scene.fake.fail({ fault: "daemon-interrupted", command: "delete" });
    expect(await wordOf(runtime.containers.remove(id))).toBe("ENGINE_UNREACHABLE");
    await runtime.containers.remove(id);
    expect(await scene.leftovers()).toEqual([]);
  });

  it("waits for a network that is just being let go, and refuses one that is used", async () => {
    const { networks } = await scene.open();
    const { id } = await networks.create({ name: "fault-net", labels: {}, internal: true });
    scene.fake.fail({ fault: "net-referring", command: "network delete", times: 0 });
    expect(await wordOf(networks.remove(id))).toBe("CONTAINER_STATE");
    scene.fake.fail({ fault: "net-pending", command: "network delete", times: 2 });
    await networks.remove(id);
    expect((await networks.list({})).map(({ name }) => name)).not.toContain(id);
  });
});
