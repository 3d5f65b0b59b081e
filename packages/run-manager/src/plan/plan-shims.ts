import { type ResolvedDependency, type Shim, shimsFor } from "@moat/images";

/** What decides about shims. */
export interface ShimInput {
  readonly dependencies: readonly ResolvedDependency[];
  readonly sandbox: boolean;
  readonly runtime: "auto" | "docker" | "apple";
  readonly noShims: boolean;
}

/** Decides which shims a run gets: none without gVisor, which Apple's `container` never has, and none when they are off. */
export function planShims({ dependencies, sandbox, runtime, noShims }: ShimInput): readonly Shim[] {
  return !sandbox || runtime === "apple" || noShims ? [] : shimsFor(dependencies);
}
