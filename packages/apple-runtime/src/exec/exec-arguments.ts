import type { ExecSpec } from "@moat/core";
import { variableArguments } from "../program/program-env.ts";
import type { WrittenCall } from "../roles/container-arguments.ts";

/** The variable by which a process is found again inside; its children have it too, but they have parents. */
export const EXEC_ID_VARIABLE = "MOAT_EXEC_ID";

/**
 * Writes a spec as a call of `container exec`. Pure. The program appends variables to the container's own without taking the
 * old ones away, and of two of one name most programs see the first: those are set by `env` inside.
 */
export function execArguments(
  id: string,
  spec: ExecSpec,
  { marker, ownVariables }: { readonly marker: string; readonly ownVariables: readonly string[] },
): WrittenCall {
  const own = new Set(ownVariables);
  const entries = Object.entries(spec.env);
  const added = variableArguments(Object.fromEntries(entries.filter(([name]) => !own.has(name))));
  const stronger = entries.filter(([name]) => own.has(name)).map(([name, value]) => `${name}=${value}`);
  const args = [
    "exec",
    ...(spec.stdin ? ["--interactive"] : []),
    ...(spec.tty ? ["--tty"] : []),
    ...(spec.user === "" ? [] : [`--user=${spec.user}`]),
    ...(spec.workingDir === "" ? [] : [`--workdir=${spec.workingDir}`]),
    `--env=${EXEC_ID_VARIABLE}=${marker}`,
    ...added.args,
    id,
    ...(stronger.length > 0 ? ["env", ...stronger] : []),
    ...spec.command,
  ];
  return { args, env: added.env };
}
