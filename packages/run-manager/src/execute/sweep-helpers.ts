import { HELPER_ROLE, LABELS } from "../run-labels.ts";
import { isMakerAlive } from "./is-maker-alive.ts";
import type { RunContext } from "./run-context.ts";

/**
 * Removes containers that were made for a moment (probes, readers of image files) by processes that were killed in that
 * moment. Their owner is in their labels; one that lives still needs them.
 */
export async function sweepHelpers({ runtime, store, diagnostics }: RunContext): Promise<void> {
  const installation = await store.readInstallation();
  if (installation === "") return;
  const helpers = await runtime.containers.list({
    labels: { [LABELS.installation]: installation, [LABELS.role]: HELPER_ROLE },
  });
  for (const helper of helpers) {
    const { id } = helper;
    if (isMakerAlive(helper)) continue;
    diagnostics.debug(`removing the container ${id}, which a killed process left`);
    await runtime.containers.remove(id);
  }
}
