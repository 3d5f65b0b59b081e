import { mkdir, mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ContainerDirectory } from "./container-directory.ts";
import { sweepState } from "./sweep-state.ts";

it("removes what belongs to no container, with its files, and leaves what is new", async () => {
  const stateDir = await mkdtemp(join(tmpdir(), "moat-sweep-"));
  try {
    const long = new Date(Date.now() - 3_600_000);
    const make = async (id: string, isOld: boolean) => {
      const files = join(stateDir, `files-${id}`);
      await mkdir(files);
      const directory = new ContainerDirectory(stateDir, id);
      await directory.renew(files);
      if (isOld) for (const path of [files, directory.path]) await utimes(path, long, long);
      return directory.path;
    };
    const kept = [await make("live", true), await make("new", false)];
    await make("gone", true);
    await mkdir(join(stateDir, "files-orphan"));
    await utimes(join(stateDir, "files-orphan"), long, long);
    await sweepState(stateDir, new Set(["live"]));
    const left = (await readdir(stateDir)).map((name) => join(stateDir, name)).toSorted();
    expect(left).toEqual([...kept, join(stateDir, "files-live"), join(stateDir, "files-new")].toSorted());
    await sweepState(join(stateDir, "nothing"), new Set());
  } finally {
    await rm(stateDir, { recursive: true, force: true });
  }
});
