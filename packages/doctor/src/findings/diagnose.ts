import type { Facts } from "./facts.ts";
import type { Finding } from "./finding.ts";
import { judgeApple } from "./judge-apple.ts";
import { judgeDisks } from "./judge-disks.ts";
import { judgeEngine } from "./judge-engine.ts";
import { judgeHome } from "./judge-home.ts";
import { judgeLeaks } from "./judge-leaks.ts";
import { judgeProof } from "./judge-proof.ts";
import { judgeRuntime } from "./judge-runtime.ts";
import { judgeSocket } from "./judge-socket.ts";
import { judgeTroubles } from "./judge-troubles.ts";

const JUDGES = [
  judgeEngine,
  judgeSocket,
  judgeRuntime,
  judgeTroubles,
  judgeProof,
  judgeApple,
  judgeDisks,
  judgeHome,
  judgeLeaks,
] as const;

/** Makes findings of facts: always in this order, and each id at most once. Pure. */
export function diagnose(facts: Facts): readonly Finding[] {
  const findings = JUDGES.flatMap((judge) => judge(facts));
  return facts.apple?.kind === "found" ? findings.map(withoutNeedOfDocker) : findings;
}

/** Where Apple's container can be used, Docker is one way of two. */
function withoutNeedOfDocker(finding: Finding): Finding {
  const isOfDocker = /^(?:engine|gvisor)(?:-|$)/.test(finding.id);
  return isOfDocker && finding.status === "problem" ? { ...finding, status: "warning" } : finding;
}
