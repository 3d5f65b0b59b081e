import { runtimeContract } from "../contract/runtime-contract.ts";
import { createInMemoryEngine, createInMemoryRuntime } from "./create-in-memory-engine.ts";
import type { InMemoryOptions } from "./in-memory-options.ts";

function testInMemory(name: string, options: InMemoryOptions): void {
  const images = { "memory:latest": { command: ["cat"] } };
  const engine = createInMemoryEngine({
    ...options,
    images,
    pullable: { "pullable:1": { digest: `sha256:${"d".repeat(64)}` } },
  });
  runtimeContract(name, {
    create: async () => engine.connect(),
    createUnreachable: async () => {
      const runtime = createInMemoryRuntime(options);
      runtime.engine.unreachable = true;
      return runtime;
    },
    image: "memory:latest",
    missingImage: "missing:latest",
    registry: { pullable: "pullable:1", missing: "missing:1", hasDigests: true },
    guest: "scripted",
  });
}

testInMemory("in memory, able to do everything", {});

testInMemory("in memory, able to do only what it must", {
  capabilities: {
    networks: false,
    volumes: false,
    rename: false,
    tty: false,
    ports: false,
    dns: false,
    ulimits: false,
    extraHosts: false,
    builds: false,
  },
});
