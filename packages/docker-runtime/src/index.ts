export { type DockerRuntimeOptions, NO_SANDBOX_WARNING, createDockerRuntime } from "./create-docker-runtime.ts";
export { type DockerRuntime } from "./docker-runtime.ts";
export { type GVisorAvailableOptions, gvisorAvailable } from "./gvisor-available.ts";
export { type ProofCache, memoryProofCache } from "./sandbox/proof-cache.ts";
