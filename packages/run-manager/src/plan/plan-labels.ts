import type { PlanInput } from "../plan-run.ts";
import { LABELS } from "../run-labels.ts";

/** Decides the labels of the run's container. */
export function planLabels(
  { identity, workspace }: PlanInput,
  run: { readonly name: string; readonly sandbox: boolean },
): Readonly<Record<string, string>> {
  return {
    [LABELS.installation]: identity.installation,
    [LABELS.run]: identity.id,
    [LABELS.name]: run.name,
    [LABELS.role]: "run",
    [LABELS.workspace]: workspace,
    [LABELS.sandbox]: run.sandbox ? "on" : "off",
    [LABELS.version]: identity.version,
    [LABELS.created]: identity.createdAt,
  };
}
