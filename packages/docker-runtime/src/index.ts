export { type DockerRuntimeOptions, NO_SANDBOX_WARNING, createDockerRuntime } from "./create-docker-runtime.ts";
export { type ReachedEngine, reachEngine } from "./reach-engine.ts";
export { type DockerRuntime } from "./docker-runtime.ts";
export { type EngineExamination, examineEngine } from "./examine-engine.ts";
export { type ProveRequest, proveFresh } from "./prove-fresh.ts";
export { type GVisorAvailableOptions, type GVisorReport, gvisorAvailable, gvisorReport } from "./gvisor-available.ts";
export type { EngineInfo, OciRuntimeEntry } from "./engine/engine-info.ts";
export { type RuntimeFinding } from "./sandbox/judge-runtimes.ts";
export { type ProofCache, memoryProofCache } from "./sandbox/proof-cache.ts";
