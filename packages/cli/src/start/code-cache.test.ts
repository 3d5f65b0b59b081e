import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const MOAT = fileURLToPath(new URL("../../bin/run.js", import.meta.url));

/** Runs moat with a home; what it printed does not matter. */
function run(home: string, words: readonly string[]): number | null {
  const env = { ...process.env, DOCKER_HOST: "unix:///nonexistent/docker.sock", MOAT_HOME: home };
  return spawnSync(process.execPath, [MOAT, ...words], { env }).status;
}

function newHome(prepare: (home: string) => void): string {
  const home = join(mkdtempSync(join(tmpdir(), "moat-code-")), "home");
  onTestFinished(() => rmSync(join(home, ".."), { recursive: true }));
  prepare(home);
  return home;
}

const makeCache = (home: string) => void mkdirSync(join(home, "cache"), { recursive: true, mode: 0o700 });
const kept = (home: string) => readdirSync(join(home, "cache"));

it("keeps a command's code in a cache that is there and nobody else's, and writes it once", () => {
  const home = newHome(makeCache);
  expect(run(home, ["version"])).toBe(0);
  const name = `version-${process.version}-${process.arch}.code`;
  expect(kept(home)).toEqual([name]);
  const stats = statSync(join(home, "cache", name));
  expect(stats.mode & 0o777).toBe(0o600);
  expect(run(home, ["version"])).toBe(0);
  expect(statSync(join(home, "cache", name)).ino).toBe(stats.ino);
});

it("survives one that is cut off or empty, and replaces it", () => {
  const home = newHome(makeCache);
  run(home, ["version"]);
  const [name = ""] = kept(home);
  const file = join(home, "cache", name);
  const whole = readFileSync(file);
  for (const damaged of [Buffer.alloc(0), whole.subarray(0, whole.length / 2), Buffer.alloc(whole.length)]) {
    writeFileSync(file, damaged);
    expect(run(home, ["version"])).toBe(0);
    expect(readFileSync(file).length).toBeGreaterThan(whole.length / 2);
  }
});

it("makes no home, and keeps nothing where others may write, or nothing can be written", () => {
  const none = newHome(() => {});
  expect(run(none, ["version"])).toBe(0);
  expect(existsSync(none)).toBe(false);
  const open = newHome((home) => {
    makeCache(home);
    chmodSync(join(home, "cache"), 0o777);
  });
  expect(run(open, ["version"])).toBe(0);
  expect(kept(open)).toEqual([]);
  const file = newHome((home) => {
    mkdirSync(home);
    writeFileSync(join(home, "cache"), "");
  });
  expect(run(file, ["version"])).toBe(0);
});

it.each([
  [["doctor"]],
  [["-v", "doctor"]],
  [["run", "--dry-run", "--", "true"]],
  [["nothing"]],
  [["list", "--nothing"]],
])("keeps nothing of what promises to change nothing, or failed: %j", (words) => {
  const home = newHome(makeCache);
  run(home, words);
  expect(kept(home)).toEqual([]);
});
