import {
  AGENT_MEMORY_BYTES,
  type AppleRuntimeOptions,
  DEFAULT_MEMORY_BYTES,
  createAppleRuntime,
} from "@moat/apple-runtime";
import type { Diagnostics, Runtime } from "@moat/core";
import { type DockerRuntimeOptions, createDockerRuntime } from "@moat/docker-runtime";

/** What a provider gets. */
export type ProviderOptions = DockerRuntimeOptions &
  Omit<AppleRuntimeOptions, keyof DockerRuntimeOptions> & {
    readonly diagnostics: Diagnostics;
    readonly workload: Workload;
  };

/** What is going to run: an agent gets more memory where a runtime has to set a bound. */
export type Workload = "command" | "agent";

/** Opens one kind of runtime, or throws the `MoatError` that says why it cannot. */
export type RuntimeProvider = (options: ProviderOptions) => Promise<Runtime>;

/** The runtimes that a person can ask for by name. */
export const RUNTIME_NAMES = ["docker", "apple"] as const;

/** One of {@link RUNTIME_NAMES}. */
export type RuntimeName = (typeof RUNTIME_NAMES)[number];

/** One provider for each name. */
export type RuntimeProviders = Readonly<Record<RuntimeName, RuntimeProvider>>;

/** The providers that `createRuntime` uses unless others are given. */
export const defaultProviders: RuntimeProviders = {
  docker: createDockerRuntime,
  apple: ({ workload, ...options }) =>
    createAppleRuntime({
      ...options,
      defaultMemoryBytes: workload === "agent" ? AGENT_MEMORY_BYTES : DEFAULT_MEMORY_BYTES,
    }),
};
