import type { ReachedEngine } from "@moat/docker-runtime";
import type { CreateRuntimeOptions } from "./create-runtime.ts";

/**
 * Begins to ask the engine where `createRuntime` is going to choose Docker whatever else there is; undefined where that is
 * not sure. Its result is the `engine` of `createRuntime`, which also tells what went wrong.
 *
 * Never throws.
 */
export function reachDocker({
  runtime = "",
  env = process.env,
  platform = process.platform,
}: Pick<CreateRuntimeOptions, "runtime" | "env" | "platform">): Promise<ReachedEngine> | undefined {
  const asked = (runtime === "" ? (env["MOAT_RUNTIME"] ?? "") : runtime).toLowerCase();
  if (asked === "" ? platform === "darwin" : asked !== "docker") return undefined;
  const engine = import("@moat/docker-runtime").then(({ reachEngine }) => reachEngine({ env }));
  engine.catch(() => {});
  return engine;
}
