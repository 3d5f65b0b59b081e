import { readFile } from "node:fs/promises";
import { until } from "@moat/runtime-testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ContainerDirectory } from "../state/container-directory.ts";
import { type AppleScene, appleScene, wordOf } from "../testing/apple-scene.ts";

let scene: AppleScene;

beforeEach(async () => {
  scene = await appleScene();
});
afterEach(async () => scene[Symbol.asyncDispose]());

async function killSupervisor(id: string): Promise<void> {
  const { pid } = new ContainerDirectory(scene.stateDir, id);
  const supervisor = Number(await readFile(pid, "utf8"));
  process.kill(supervisor, "SIGKILL");
  await until("the supervisor is dead", () => {
    try {
      process.kill(supervisor, 0);
      return false;
    } catch {
      return true;
    }
  });
}

async function logOf(id: string): Promise<string> {
  const { streams } = await scene.open();
  const said: string[] = [];
  for await (const { data } of streams.logs(id, { follow: false, tail: "all" }))
    said.push(Buffer.from(data).toString());
  return said.join("");
}

describe("a supervisor that is killed", () => {
  it("is told apart from the container's end: it runs on, and then its code is not known", async () => {
    const runtime = await scene.open();
    const { id } = await runtime.containers.create(scene.spec("echo before; exec sleep 1000000"));
    await runtime.containers.start(id);
    await until("the output is recorded", async () => (await logOf(id)) === "before\n");
    await killSupervisor(id);
    expect((await runtime.containers.inspect(id)).state.phase).toBe("running");
    expect(await wordOf(runtime.streams.attach(id))).toBe("ENGINE_FAILED");
    await runtime.containers.start(id);
    const waiting = runtime.containers.wait(id);
    await runtime.containers.stop(id, 0);
    const exit = await waiting;
    expect(exit).toMatchObject({ code: 255, error: expect.stringContaining("not known") });
    expect((await runtime.containers.inspect(id)).state).toEqual({ phase: "exited", exit });
    expect(await logOf(id)).toBe("before\n");
    await runtime.containers.remove(id);
    expect(await scene.leftovers()).toEqual([]);
  });

  it("before the start is replaced", async () => {
    const runtime = await scene.open();
    const { id } = await runtime.containers.create(scene.spec("exit 3"));
    await (await runtime.streams.attach(id))[Symbol.asyncDispose]();
    await killSupervisor(id);
    await runtime.containers.start(id);
    expect((await runtime.containers.wait(id)).code).toBe(3);
  });
});

describe("a supervisor", () => {
  it("stays although whoever started the process is gone, and never makes the process wait for nobody", async () => {
    const runtime = await scene.open();
    const { id } = await runtime.containers.create(scene.spec("head -c 3000000 /dev/zero; echo done; exit 9"));
    await runtime.containers.start(id);
    expect((await runtime.containers.wait(id)).code).toBe(9);
    expect((await logOf(id)).length).toBe(3_000_005);
  });

  it("ends with its process although somebody is attached who does not read, and who then has the rest", async () => {
    const runtime = await scene.open();
    const { id } = await runtime.containers.create(scene.spec("head -c 50000000 /dev/zero; exec sleep 1000000"));
    const attachment = await runtime.streams.attach(id);
    await runtime.containers.start(id);
    await runtime.containers.stop(id, 0);
    expect((await runtime.containers.wait(id)).code).toBe(137);
    let bytes = 0;
    for await (const { data } of attachment.output) bytes += data.length;
    expect(bytes).toBe((await logOf(id)).length);
    expect(bytes).toBeGreaterThan(0);
  });

  it("is let go when its container is removed before the start", async () => {
    const runtime = await scene.open();
    const { id } = await runtime.containers.create(scene.spec("true"));
    const attachment = await runtime.streams.attach(id);
    await runtime.containers.remove(id);
    for await (const chunk of attachment.output) expect(chunk).toBeUndefined();
    expect(await scene.leftovers()).toEqual([]);
  });

  it("hears no signal to the attached program, but those that the service brings", async () => {
    const runtime = await scene.open();
    const { id } = await runtime.containers.create(
      scene.spec("trap 'exit 12' USR1; echo ready; while :; do sleep 1; done"),
    );
    await runtime.containers.start(id);
    await until("it is ready", async () => (await logOf(id)) === "ready\n");
    await runtime.containers.signal(id, "SIGUSR1");
    expect((await runtime.containers.wait(id)).code).toBe(12);
    expect(scene.fake.calls.map(({ argv }) => argv.join(" "))).toContain(`kill --signal=SIGUSR1 ${id}`);
  });
});
