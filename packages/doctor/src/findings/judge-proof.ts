import type { Facts } from "./facts.ts";
import { type Finding, about } from "./finding.ts";
import { installRemedy } from "./remedies.ts";

/** Judges the proof, which was tried here and now. Pure. */
export function judgeProof(facts: Pick<Facts, "machine" | "engine" | "proof">): readonly Finding[] {
  const { proof: outcome } = facts;
  const finding = about("gvisor-proof", "proof that the sandbox is gVisor");
  switch (outcome.kind) {
    case "no-runtime":
      return [];
    case "proved": {
      const { method, guestKernel } = outcome.proof;
      const kernel = guestKernel === "" ? "" : `, kernel ${guestKernel} inside`;
      return [finding.ok(`proved in a container of ${outcome.image} (${method})${kernel}`)];
    }
    case "no-image":
      return [
        finding.unknown({
          seen: `the engine has none of the images to prove it with: ${outcome.images.join(", ")}`,
          why: "The proof runs in a container, and doctor fetches no image. A run fetches one, and proves.",
          fix: "moat run --prove -- true",
        }),
      ];
    case "failed": {
      const { advice, fix } = installRemedy(facts);
      const seen = outcome.failure.message.replace(/\.$/, "");
      const why = `Every sandboxed run would end with ${outcome.failure.code}${advice === "" ? "." : `; ${advice}`}`;
      return [finding.problem({ seen, why, fix })];
    }
    default:
      return outcome satisfies never;
  }
}
