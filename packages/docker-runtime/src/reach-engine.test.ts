import { expect, it } from "vitest";
import { createDockerRuntime } from "./create-docker-runtime.ts";
import { reachEngine } from "./reach-engine.ts";
import { json, startFakeEngine } from "./testing/fake-engine.ts";

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
