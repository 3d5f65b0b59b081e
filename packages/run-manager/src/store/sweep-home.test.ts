import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { MoatHome } from "./moat-home.ts";
import { sweepHome } from "./sweep-home.ts";

it("removes what was being made long ago, and nothing else", async () => {
  const home = await mkdtemp(join(tmpdir(), "moat-sweep-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const left = [
    "runs/.run_0123456789ab-aaaa",
    "names/.run_0123456789ab",
    ".tmp-aaaa",
    "cache/proof-1.json.0123456789ab",
  ];
  const kept = [
    "runs/run_0123456789ab",
    "names/calm-otter",
    "installation",
    "cache/proof-1.json",
    "cache/cp-1-2-aaaaaa",
  ];
  const fresh = ["cache/proof-2.json.0123456789ab", ".tmp-bbbb"];
  for (const directory of ["runs", "names", "cache"]) await mkdir(join(home, directory));
  for (const path of [...left, ...kept, ...fresh]) await writeFile(join(home, path), "");
  for (const path of [...left, ...kept]) await utimes(join(home, path), new Date(0), new Date(0));
  await sweepHome(new MoatHome(home));
  const there = (await readdir(home, { recursive: true })).filter((path) => !["runs", "names", "cache"].includes(path));
  expect(there.toSorted()).toEqual([...kept, ...fresh].toSorted());
});
