import { expect, it } from "vitest";
import { createDockerRuntime } from "./create-docker-runtime.ts";
import { reachEngine } from "./reach-engine.ts";
import { json, startFakeEngine } from "./testing/fake-engine.ts";

const never = () => {};
const withRunsc = json({ ID: "e", Runtimes: { runsc: { path: "/usr/bin/runsc" } } });

it.each([true, false])("asks an engine once for the runtime that is opened on it (sandbox: %j)", async (sandbox) => {
  await using fake = await startFakeEngine({ answers: { "GET /info": withRunsc } });
  const { address } = fake;
  const runtime = await createDockerRuntime({ sandbox, address, engine: reachEngine({ address }) });
  expect(await runtime.ping()).toMatchObject({ id: "e", address });
  expect(fake.requests).toEqual(["GET /info?"]);
  await runtime[Symbol.asyncDispose]();
});

it("leaves it to the runtime to say what went wrong, whenever that is asked for", async () => {
  const address = "unix:///nonexistent/docker.sock";
  const engine = reachEngine({ address });
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
  await expect(createDockerRuntime({ sandbox: true, address, engine })).rejects.toMatchObject({
    code: "ENGINE_UNREACHABLE",
  });
});

it("asks for an image ahead once, and tells the runtime what was answered", async () => {
  const image = json({ Id: "sha256:1", RepoDigests: [], Config: { Env: ["A=b=c"] } });
  await using fake = await startFakeEngine({ answers: { "GET /info": withRunsc, "GET /images/there/json": image } });
  const { address } = fake;
  const reached = await reachEngine({ address });
  reached.lookAhead("there");
  reached.lookAhead("missing");
  const runtime = await createDockerRuntime({ sandbox: true, address, engine: Promise.resolve(reached) });
  expect(await runtime.images.inspect("there")).toMatchObject({ id: "sha256:1", env: { A: "b=c" } });
  await expect(runtime.images.inspect("missing")).rejects.toMatchObject({ code: "IMAGE_NOT_FOUND" });
  const asked = () => fake.requests.filter((request) => request.startsWith("GET /images/there"));
  expect(asked()).toHaveLength(1);
  expect(await runtime.images.inspect("there")).toMatchObject({ id: "sha256:1" });
  expect(asked()).toHaveLength(2);
  await runtime[Symbol.asyncDispose]();
});

it("lets nobody wait for an image that was asked for ahead once they have given up", async () => {
  await using fake = await startFakeEngine({ answers: { "GET /info": withRunsc, "GET /images/slow/json": never } });
  const reached = await reachEngine({ address: fake.address });
  reached.lookAhead("slow");
  const { address } = fake;
  const runtime = await createDockerRuntime({ sandbox: true, address, engine: Promise.resolve(reached) });
  const stop = new AbortController();
  const inspecting = runtime.images.inspect("slow", { signal: stop.signal });
  stop.abort();
  await expect(inspecting).rejects.toMatchObject({ code: "CANCELED" });
  await runtime[Symbol.asyncDispose]();
});
