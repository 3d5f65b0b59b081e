import type { HostFacts, PathFacts } from "@moat/host";
import type { RunPlan } from "./run-plan.ts";
import type { RunRequest } from "./run-request.ts";

/** Stands in for `Config` of `@moat/config` until that is there. */
interface Config {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly { readonly source: string; readonly target: string; readonly readOnly: boolean }[];
  readonly ports: Readonly<Record<string, number>>;
  readonly interactive: boolean;
  readonly sandbox: "default" | "none";
  readonly runtime: "" | "docker" | "apple";
  readonly baseImage: string;
}

/** What makes a run this run: everything that is random, or the clock's. */
export interface RunIdentity {
  readonly id: string;
  /** See `RunStore.installation`. */
  readonly installation: string;
  /** Moat's own version. */
  readonly version: string;
  /** RFC 3339. */
  readonly createdAt: string;
  /** The name to use when nobody gave one. */
  readonly candidateName: string;
}

/** Everything that a plan is made from. */
export interface PlanInput {
  readonly config: Config;
  readonly request: RunRequest;
  readonly host: HostFacts;
  /** Resolved; see `resolveWorkspace`. */
  readonly workspace: string;
  readonly identity: RunIdentity;
  /** What is at an absolute path of this machine; see `inspectPath`. */
  readonly paths: (path: string) => PathFacts;
}

/** Decides everything about a run. Pure: equal input gives an equal plan. */
export function planRun(_input: PlanInput): RunPlan {
  throw new Error("to be written");
}
