import { mkdir, mkdtemp, readFile, readdir, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findPlace, placeCopy } from "./place-copy.ts";

let root = "";
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "moat-place-")));
  for (const name of ["mount", "mine", "staging"]) await mkdir(join(root, name));
  await writeFile(join(root, "staging/copy"), "new");
});
afterEach(() => rm(root, { recursive: true }));

const place = async (destination: string) =>
  placeCopy(join(root, "staging/copy"), await findPlace(join(root, destination), "name", false), [join(root, "mount")]);

describe("placeCopy", () => {
  it.each([
    ["mine", "mine/name"],
    ["mine/other", "mine/other"],
    ["mount", "mount/name"],
  ])("puts a copy to %s", async (destination, expected) => {
    await place(destination);
    expect(await readFile(join(root, expected), "utf8")).toBe("new");
  });

  it("replaces a file, and a link instead of what it points to", async () => {
    await writeFile(join(root, "mine/precious"), "old");
    await symlink("../mine/precious", join(root, "mount/file"));
    await place("mount/file");
    expect(await readFile(join(root, "mount/file"), "utf8")).toBe("new");
    expect(await readFile(join(root, "mine/precious"), "utf8")).toBe("old");
  });

  it.each(["mount/trap", "mount/trap/", "link/trap", "mount/trap/x"])(
    "refuses %s, which a link leads out of the mount",
    async (destination) => {
      await symlink(join(root, "mine"), join(root, "mount/trap"));
      await symlink(join(root, "mount"), join(root, "link"));
      await expect(place(destination)).rejects.toMatchObject({ code: "COPY_UNSAFE" });
      expect(await readdir(join(root, "mine"))).toEqual([]);
    },
  );

  it("takes a link of the user's own into the mount", async () => {
    await symlink(join(root, "mount"), join(root, "mine/link"));
    await place("mine/link");
    expect(await readFile(join(root, "mount/name"), "utf8")).toBe("new");
  });

  it.each([
    ["mine/no/such", "there is no directory"],
    ["mine/new/", "is not a directory"],
  ])("refuses %s", async (destination, why) => {
    await expect(place(destination)).rejects.toMatchObject({
      code: "COPY_FAILED",
      message: expect.stringContaining(why),
    });
  });
});
