import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const MOAT = fileURLToPath(new URL("../bin/run.js", import.meta.url));

/** Runs `moat version` with a home, and returns that home. */
function versionWith(prepare: (home: string) => void): string {
  const home = join(mkdtempSync(join(tmpdir(), "moat-code-")), "home");
  onTestFinished(() => rmSync(join(home, ".."), { recursive: true }));
  prepare(home);
  const { NODE_DISABLE_COMPILE_CACHE: _, ...env } = process.env;
  const { status } = spawnSync(process.execPath, [MOAT, "version"], { env: { ...env, MOAT_HOME: home } });
  expect(status).toBe(0);
  return home;
}

it("keeps compiled code in a cache that is there and nobody else's", () => {
  const home = versionWith((path) => mkdirSync(join(path, "cache"), { recursive: true, mode: 0o700 }));
  expect(readdirSync(join(home, "cache", "code"))).toHaveLength(1);
});

it("makes no home, and keeps nothing where others may write", () => {
  expect(existsSync(versionWith(() => {}))).toBe(false);
  const home = versionWith((path) => {
    mkdirSync(join(path, "cache"), { recursive: true });
    chmodSync(join(path, "cache"), 0o777);
  });
  expect(readdirSync(join(home, "cache"))).toEqual([]);
});
