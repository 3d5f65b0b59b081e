export {
  AGENT_MEMORY_BYTES,
  type AppleRuntimeOptions,
  DEFAULT_MEMORY_BYTES,
  createAppleRuntime,
} from "./create-apple-runtime.ts";
export type { AppleRuntime } from "./apple-runtime.ts";
export { DEFAULT_DEADLINES, type Deadlines } from "./program/deadlines.ts";
