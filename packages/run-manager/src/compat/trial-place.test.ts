import { mkdir, mkdtemp, readdir, rm, writeFile, chmod } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { hasAbandonedTrials, makeTrialPlace, removeAbandonedTrials, removeTree } from "./trial-place.ts";

let home = "";

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "moat-place-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
});

/** The directory that a process which has ended would have left. */
async function abandoned(engineId: string): Promise<string> {
  const { pid } = spawnSync("true");
  const place = await makeTrialPlace(home, engineId);
  const name = basename(place).replace(/^\d+/, String(pid));
  await mkdir(join(home, "compat", name, "run_1", "workspace"), { recursive: true });
  await rm(place, { recursive: true });
  return name;
}

describe("trial places", () => {
  it("are nobody's to remove as long as their process lives", async () => {
    const place = await makeTrialPlace(home, "engine-a");
    expect(await hasAbandonedTrials(home)).toBe(false);
    await removeAbandonedTrials(home, "engine-a");
    expect(await readdir(join(home, "compat"))).toEqual([basename(place)]);
  });

  it("go when their process is gone, with the engine that had their containers", async () => {
    const [a, b] = [await abandoned("engine-a"), await abandoned("engine-b")];
    expect(await hasAbandonedTrials(home)).toBe(true);
    await removeAbandonedTrials(home, "engine-a");
    expect(await readdir(join(home, "compat"))).toEqual([b]);
    expect(a).not.toBe(b);
    await removeAbandonedTrials(home, "engine-b");
    expect(await hasAbandonedTrials(home)).toBe(false);
  });

  it("never take anything else with them", async () => {
    await mkdir(join(home, "compat", "1-2-mine"), { recursive: true });
    await writeFile(join(home, "compat", "notes"), "");
    await removeAbandonedTrials(home, "mine");
    expect(await readdir(join(home, "compat"))).toEqual(["1-2-mine", "notes"]);
  });

  it("are none where moat was never run", async () => {
    expect(await hasAbandonedTrials(join(home, "none"))).toBe(false);
  });

  it("say so when there is no place for them", async () => {
    await writeFile(join(home, "file"), "");
    await expect(makeTrialPlace(join(home, "file"), "e")).rejects.toMatchObject({ code: "HOME_UNUSABLE" });
  });
});

it("removeTree removes what a command has closed", async () => {
  await mkdir(join(home, "d", "closed", "inner"), { recursive: true });
  await writeFile(join(home, "d", "closed", "inner", "f"), "");
  await chmod(join(home, "d", "closed", "inner"), 0);
  await chmod(join(home, "d", "closed"), 0o500);
  await removeTree(join(home, "d"));
  await removeTree(join(home, "d"));
  expect(await readdir(home)).toEqual([]);
});
