import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { syncSoon, synced } from "./sync-soon.ts";

it("tells once what a disk has said, and nothing of a directory that is gone", async () => {
  const directory = await mkdtemp(join(tmpdir(), "moat-sync-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, "file"), "");
  syncSoon(directory);
  syncSoon(join(directory, "gone"));
  await synced();
  syncSoon(join(directory, "file", "none"));
  await expect(synced()).rejects.toMatchObject({ code: "ENOTDIR" });
  await synced();
});

it("tells each of two that wait at once", async () => {
  const directory = await mkdtemp(join(tmpdir(), "moat-sync-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  await writeFile(join(directory, "file"), "");
  syncSoon(join(directory, "file", "none"));
  const both = await Promise.allSettled([synced(), synced()]);
  expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  await synced();
});
