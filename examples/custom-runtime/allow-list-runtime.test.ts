import { containerSpec } from "@moat/core";
import { createInMemoryRuntime, moatError, runtimeContract } from "@moat/runtime-testkit";
import { expect, it } from "vitest";
import { allowListRuntime } from "./allow-list-runtime.ts";

// On the list is what is allowed, whether the engine or the registry has it or not.
const LISTED = ["memory:latest", "pullable:1", "missing:latest", "missing:1"];
const images = { "memory:latest": { command: ["cat"] } };
const inner = createInMemoryRuntime({ images, pullable: { "pullable:1": {} } });

runtimeContract("a runtime of one's own", {
  create: () => Promise.resolve(allowListRuntime(inner.engine.connect(), LISTED)),
  createUnreachable: () => {
    const dead = createInMemoryRuntime();
    dead.engine.unreachable = true;
    return Promise.resolve(allowListRuntime(dead, LISTED));
  },
  image: "memory:latest",
  missingImage: "missing:latest",
  registry: { pullable: "pullable:1", missing: "missing:1", hasDigests: false },
  guest: "scripted",
});

it("refuses to make a container of another image, or to fetch one", async () => {
  const runtime = allowListRuntime(inner, ["memory:latest"]);
  const spec = containerSpec({ name: "one", image: "pullable:1", command: ["exit"] });
  await expect(runtime.containers.create(spec)).rejects.toEqual(moatError("RUNTIME_REFUSED"));
  await expect(runtime.images.pull("pullable:1")).rejects.toEqual(moatError("RUNTIME_REFUSED"));
  expect(inner.engine.containers).toEqual([]);
});
