import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { runProgram } from "./driver/packed-project.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

it("makes tarballs of one version, with their change logs and checksums, and leaves the checkout alone", async () => {
  const parent = await mkdtemp(join(tmpdir(), "moat-release-"));
  const out = join(parent, "release");
  try {
    const before = await runProgram("git", ["status", "--porcelain"], ROOT);
    await runProgram("pnpm", ["release:dry", out], ROOT);
    expect(await runProgram("git", ["status", "--porcelain"], ROOT)).toEqual(before);

    const folders = await readdir(join(ROOT, "packages"));
    const tarballs = await readdir(join(out, "tarballs"));
    const versions = new Set(tarballs.map((name) => /-(\d+\.\d+\.\d+)\.tgz$/.exec(name)?.[1]));
    expect([tarballs.length, versions.size]).toEqual([folders.length, 1]);
    await runProgram("sha256sum", ["--check", "--strict", "SHA256SUMS"], out);
    for (const name of tarballs) {
      const { stdout } = await runProgram("tar", ["-xzOf", join("tarballs", name), "package/package.json"], out);
      expect(stdout).not.toMatch(/workspace:|catalog:/);
    }
    const [version = ""] = versions;
    for (const folder of folders)
      expect(await readFile(join(out, "changelogs", `${folder}.md`), "utf8")).toContain(`## ${version}`);
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
});
