export { type CreateRuntimeOptions, type RuntimeRejection, createRuntime } from "./create-runtime.ts";
export { reachDocker } from "./reach-docker.ts";
export {
  type ProviderOptions,
  RUNTIME_NAMES,
  type RuntimeName,
  type RuntimeProvider,
  type RuntimeProviders,
  type Workload,
  defaultProviders,
} from "./runtime-providers.ts";
