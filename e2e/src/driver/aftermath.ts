import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
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

/**
 * Expects the next command to tell the truth about the one run of a box, `victim`, which runs `WORK`; then that nothing
 * is left, and that what ended is whole.
 */
export async function expectAftermath(box: Box, mode: Mode, outcome: Outcome): Promise<void> {
  if (outcome === "goes on") {
    expect(await box.json(["list", "--all"])).toMatchObject([{ name: "victim", state: { status: "running" } }]);
    expect(await box.states()).toEqual(["running"]);
    await box.write("go", "");
    await until("the engine says that it has ended", async () => (await box.states()).join() === "exited");
  }
  const runs = await box.json(["list", "--all"]);
  // One command is enough.
  expect(await box.leftovers()).toEqual([]);
  expect(await entries(box, "names")).toEqual([]);
  if (outcome === "nothing") {
    expect({ runs, kept: await entries(box, "runs") }).toEqual({ runs: [], kept: [] });
    return;
  }
  expect(runs).toMatchObject([
    outcome === "failed"
      ? { name: "victim", state: { status: "failed", code: "CANCELED", phase: "create" } }
      : { name: "victim", state: { status: "exited", exitCode: 3, signal: "" } },
  ]);
  expect(await box.json(["list"])).toEqual([]);
  if (outcome !== "failed") await expectWholeLog(box, mode, "victim");
}

/** Expects that `moat logs` has every byte of `WORK`. */
export async function expectWholeLog(box: Box, mode: Mode, name: string): Promise<void> {
  const { code, stdout, stderr } = await box.moat(["logs", name]);
  const wanted = mode === "interactive" ? { stdout: SCREEN, stderr: "" } : OUTPUT;
  expect({ code, bytes: stdout.length, isSame: stdout.equals(wanted.stdout), stderr }).toEqual({
    code: 0,
    bytes: wanted.stdout.length,
    isSame: true,
    stderr: wanted.stderr,
  });
}

async function entries(box: Box, directory: string): Promise<readonly string[]> {
  return await readdir(join(box.moatHome, directory)).catch(() => []);
}
