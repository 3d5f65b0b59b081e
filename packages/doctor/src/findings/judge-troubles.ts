import type { Facts } from "./facts.ts";
import { type Finding, about } from "./finding.ts";
import { KNOWN_TROUBLES, type Trouble, type TroubleScene, troubleScene } from "./known-troubles.ts";
import { installRemedy } from "./remedies.ts";

/**
 * Tells which known-bad combinations are here. By effect, never by name: what the proof would have failed of is well
 * where the proof holds, and only a suspicion where none could be made. Pure.
 */
export function judgeTroubles(facts: Pick<Facts, "machine" | "engine" | "program" | "proof">): readonly Finding[] {
  const scene = troubleScene(facts);
  if (scene === undefined) return [];
  return KNOWN_TROUBLES.flatMap((trouble) => {
    const seen = trouble.seen(scene);
    return seen === "" ? [] : [judge(trouble, scene, seen)];
  });
}

function judge({ id, title, isProvable, why: reason, fix: mend }: Trouble, scene: TroubleScene, seen: string): Finding {
  const finding = about(id, title);
  const { proof } = scene.facts;
  if (isProvable && proof.kind === "proved")
    return finding.ok(`${seen}; known to fail, but the proof shows that it works here`);
  const fix = mend(scene);
  const { advice } = installRemedy(scene.facts);
  const why = fix === "" && advice !== "" ? `${reason} To mend it, ${advice}` : reason;
  return isProvable && proof.kind === "failed"
    ? finding.problem({ seen, why, fix })
    : finding.warning({ seen, why, fix });
}
