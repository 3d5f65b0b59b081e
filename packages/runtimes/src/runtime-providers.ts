import type { AppleRuntimeOptions } from "@moat/apple-runtime";
import type { Diagnostics, Runtime } from "@moat/core";
import type { DockerRuntimeOptions } from "@moat/docker-runtime";

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

/** The providers that `createRuntime` uses unless others are given; each is loaded when it is asked. */
export const defaultProviders: RuntimeProviders = {
  docker: async (options) => (await import("@moat/docker-runtime")).createDockerRuntime(options),
  apple: async ({ workload, ...options }) => {
    const { AGENT_MEMORY_BYTES, DEFAULT_MEMORY_BYTES, createAppleRuntime } = await import("@moat/apple-runtime");
    return createAppleRuntime({
      ...options,
      defaultMemoryBytes: workload === "agent" ? AGENT_MEMORY_BYTES : DEFAULT_MEMORY_BYTES,
    });
  },
};
