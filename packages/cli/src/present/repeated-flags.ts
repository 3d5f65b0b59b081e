import type { RunPlan } from "@moat/run-manager";

/**
 * Writes the flags of a command line that another one needs, too. Values of variables are never printed: one that was
 * passed on is passed on again, one that was spelled out is not told. A path with a colon cannot be a flag's. Pure.
 */
export function repeatedFlags({ env, mounts }: Pick<RunPlan, "env" | "mounts">): readonly string[] {
  const passedOn = Object.entries(env).flatMap(([name, { origin }]) =>
    origin === "environment" && name !== "TERM" ? ["-e", name] : [],
  );
  const mounted = mounts.flatMap(({ source, target, readOnly, origin }) =>
    origin === "flag" && !`${source}${target}`.includes(":")
      ? ["-m", `${source}:${target}:${readOnly ? "ro" : "rw"}`]
      : [],
  );
  return [...passedOn, ...mounted];
}
