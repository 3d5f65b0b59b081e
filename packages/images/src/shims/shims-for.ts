import type { ResolvedDependency } from "../dependencies/resolve-dependencies.ts";
import type { Shim } from "./shim.ts";
import { SHIMS } from "./shims.ts";

/** The shims that these dependencies need under gVisor, in the versions that they have. Pure. */
export function shimsFor(
  dependencies: readonly Pick<ResolvedDependency, "name" | "version">[],
  table: readonly Shim[] = SHIMS,
): readonly Shim[] {
  return table.filter(({ dependency, from, until }) =>
    dependencies.some(
      ({ name, version }) =>
        name === dependency && !isBefore(version, from) && (until === "" || isBefore(version, until)),
    ),
  );
}

/** By numbers, part by part; what stands behind a version's numbers does not count. */
function isBefore(version: string, other: string): boolean {
  const [mine, others] = [version, other].map((text) => text.split(/[.+-]/).map((part) => Number.parseInt(part, 10)));
  for (const [index, part] of (others ?? []).entries()) {
    const own = mine?.[index] ?? 0;
    if (own !== part) return own < part;
  }
  return false;
}
