export { type DockerRuntimeOptions, NO_SANDBOX_WARNING, createDockerRuntime } from "./create-docker-runtime.ts";
export { type DockerRuntime } from "./docker-runtime.ts";
export { type GVisorAvailableOptions, type GVisorReport, gvisorAvailable, gvisorReport } from "./gvisor-available.ts";
export { type RuntimeFinding } from "./sandbox/judge-runtimes.ts";
export { type ProofCache, memoryProofCache } from "./sandbox/proof-cache.ts";
