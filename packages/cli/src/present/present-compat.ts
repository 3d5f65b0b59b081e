import type { CompatReport, RunPlan, Trial, TrialSide } from "@moat/run-manager";
import { plainText } from "./plain-text.ts";
import { repeatedFlags } from "./repeated-flags.ts";
import { shellQuote } from "./shell-quote.ts";
import { table } from "./table.ts";

const NAMES: Readonly<Record<TrialSide, string>> = { gvisor: "gVisor", runc: "runc" };
/** How many of a failed trial's last lines people see. */
const LINES = 10;

type Report = CompatReport & { readonly plan: Pick<RunPlan, "workspace" | "command" | "image" | "env" | "mounts"> };

/** What `moat compat --json` prints. */
export function compatJson({ verdict, summary, exitCode, trials, plan }: Report): unknown {
  const { workspace, command, image } = plan;
  return { verdict, summary, exitCode, workspace, command, image, trials };
}

/** One trial for people: where, and how it ended. */
export function trialText({ side, exitCode, timedOut, outOfMemory }: Trial): string {
  const end = timedOut ? "its time was up" : `exit code ${exitCode}${outOfMemory ? ", out of memory" : ""}`;
  return `${NAMES[side]}: ${end}`;
}

/** A report for people: the verdict first, then what it rests on, then what to do. */
export function compatText(report: Report): string {
  const { verdict, summary, trials, plan } = report;
  const rows = (["gvisor", "runc"] as const).map((side) => {
    const ends = trials
      .filter((trial) => trial.side === side)
      .map(({ exitCode, timedOut }) => (timedOut ? "time" : String(exitCode)));
    return [NAMES[side], ends.join(" ")];
  });
  const parts = [`${summary}.`, table([["UNDER", "EXIT CODES"], ...rows]), lastWords(trials)];
  if (verdict === "gvisor" || (verdict === "flaky" && report.exitCode !== 0))
    parts.push(
      `A newer gVisor may do, or a program without its just-in-time compiler. Else, with reduced isolation:\n  ${shellQuote(["moat", "run", "--no-sandbox", plan.workspace, ...repeatedFlags(plan), "--", ...plan.command])}`,
    );
  if (trials.every(({ exitCode }) => exitCode === 0))
    parts.push("Here it had no network, input or terminal. If it fails in moat run, one of these may be why.");
  if (trials.some(({ side, exitCode }) => side === "runc" && exitCode !== 0))
    parts.push("Neither had a network, input or a terminal: a command that needs one fails for that.");
  return parts.filter((part) => part !== "").join("\n\n");
}

function lastWords(trials: readonly Trial[]): string {
  const failed = trials.find(({ side, exitCode, tail }) => side === "gvisor" && exitCode !== 0 && tail.trim() !== "");
  if (failed === undefined) return "";
  const lines = failed.tail.trimEnd().split(/\r?\n/).slice(-LINES);
  return `Its last words under gVisor:\n${lines.map((line) => `  ${plainText(line)}`).join("\n")}`;
}
