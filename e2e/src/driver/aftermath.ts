import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Box } from "./box.ts";
import type { Mode } from "./modes.ts";
import { until } from "./until.ts";
import { OUTPUT, SCREEN } from "./work.ts";

/** What becomes of a run whose moat was killed. */
export type Outcome =
  /** It never was. */
  | "nothing"
  /** It was being made, is undone, and says so. */
  | "failed"
  /** It goes on, and ends by itself. */
  | "goes on"
  /** It had ended, and all of it is there. */
  | "ended";

/** What is found of the one run of a box by the next command, and at the end. */
export interface Aftermath {
  /** The run's state, as the next command tells it: with its code, or its exit code. */
  readonly next: string;
  /** The same when it has ended. */
  readonly end: string;
  /** What is in the engine then, or has a name. */
  readonly left: readonly string[];
  /** Whether its log has every byte of `WORK`. */
  readonly log: string;
}

/** What each outcome looks like. */
export const AFTERMATHS: Readonly<Record<Outcome, Aftermath>> = {
  nothing: { next: "none", end: "none", left: [], log: "none" },
  failed: { next: "failed CANCELED", end: "failed CANCELED", left: [], log: "0 bytes" },
  "goes on": { next: "running", end: "exited 3", left: [], log: "whole" },
  ended: { next: "exited 3", end: "exited 3", left: [], log: "whole" },
};

/** Lets a run of `WORK` come to its end and tells what is found of it. */
export async function aftermath(box: Box, mode: Mode = "foreground"): Promise<Aftermath> {
  const next = await stateIn(box);
  let end = next;
  if (next === "running" || next === "stopping") {
    await endWork(box);
    end = await stateIn(box);
  }
  // One command is enough, or two if it had to end before.
  const left = [...(await box.leftovers()), ...(await readdir(join(box.moatHome, "names")).catch(() => []))];
  return { next, end, left, log: next === "none" ? "none" : await logOf(box, mode) };
}

/** Lets the command of the one run of a box end, and waits until the engine says so. */
export async function endWork(box: Box): Promise<void> {
  await box.write("go", "");
  await until("the engine says that it has ended", async () => (await box.states()).join() === "exited");
}

/** Tells whether the log of a box's only run has every byte of `WORK`: `whole`, how many it has, or that moat says that it is not. */
export async function logOf(box: Box, mode: Mode = "foreground"): Promise<string> {
  const [run] = Object(await box.json(["list", "--all"]));
  const { code, stdout, stderr } = await box.moat(["logs", String(run?.id)]);
  if (code !== 0) return `ended with ${code}: ${stderr}`;
  const wanted = mode === "interactive" ? { stdout: SCREEN, stderr: "" } : OUTPUT;
  const isWhole = stdout.equals(wanted.stdout) && stderr === wanted.stderr;
  if (stdout.length === 0 && /^moat: warning: output may be missing[^\n]*\n$/.test(stderr))
    return "missing, and it says so";
  return isWhole ? "whole" : `${stdout.length + stderr.length} bytes`;
}

async function stateIn(box: Box): Promise<string> {
  const [run] = Object(await box.json(["list", "--all"]));
  const { status = "none", exitCode = "", code = "" } = run?.state ?? {};
  return `${status} ${exitCode}${code}`.trim();
}
