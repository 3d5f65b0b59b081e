import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const MOAT = fileURLToPath(new URL("../bin/run.js", import.meta.url));

/** Runs moat with a home, and returns that home. */
function homeAfter(words: readonly string[], prepare: (home: string) => void): string {
  const home = join(mkdtempSync(join(tmpdir(), "moat-code-")), "home");
  onTestFinished(() => rmSync(join(home, ".."), { recursive: true }));
  prepare(home);
  const { NODE_DISABLE_COMPILE_CACHE: _, ...env } = process.env;
  const DOCKER_HOST = "unix:///nonexistent/docker.sock";
  spawnSync(process.execPath, [MOAT, ...words], { env: { ...env, DOCKER_HOST, MOAT_HOME: home } });
  return home;
}

const makeCache = (home: string) => void mkdirSync(join(home, "cache"), { recursive: true, mode: 0o700 });

it("keeps compiled code in a cache that is there and nobody else's", () => {
  const home = homeAfter(["version"], makeCache);
  expect(readdirSync(join(home, "cache", "code"))).toHaveLength(1);
});

it("makes no home, and keeps nothing where others may write", () => {
  expect(existsSync(homeAfter(["version"], () => {}))).toBe(false);
  const home = homeAfter(["version"], (path) => {
    mkdirSync(join(path, "cache"), { recursive: true });
    chmodSync(join(path, "cache"), 0o777);
  });
  expect(readdirSync(join(home, "cache"))).toEqual([]);
});

it.each([[["doctor"]], [["-v", "doctor"]], [["run", "--dry-run", "--", "true"]]])(
  "keeps nothing of what promises to change nothing: %j",
  (words) => {
    expect(readdirSync(join(homeAfter(words, makeCache), "cache"))).toEqual([]);
  },
);
