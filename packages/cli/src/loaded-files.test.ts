import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";

const MOAT = fileURLToPath(new URL("../bin/run.js", import.meta.url));
/** Tells on file descriptor 3 which files were loaded, by Node.js or as part of the bundle, and at the end which of Node.js's own parts. */
const TELL = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  import fs, { writeSync } from "node:fs";
  registerHooks({ load: (url, context, next) => (writeSync(3, url + "\\n"), next(url, context)) });
  const { readFileSync } = fs;
  fs.readFileSync = (file, ...more) => {
    if (String(file).endsWith(".cjs")) writeSync(3, "file://" + file + "\\n");
    return readFileSync(file, ...more);
  };
  const before = new Set(process.moduleLoadList);
  process.on("exit", () => {
    for (const name of process.moduleLoadList) if (!before.has(name)) writeSync(3, name + "\\n");
  });
`)}`;
const directory = mkdtempSync(join(tmpdir(), "moat-loaded-"));
afterAll(() => rmSync(directory, { recursive: true }));

// What starting moat costs is, for the most part, what it loads. A bound that is reached asks for a look at what was imported.
it.each([
  ["version", ["version"], 6, 9],
  ["list", ["list"], 8, 10],
  ["run", ["run", directory, "--", "true"], 11, 19],
] as const)("moat %s loads few files", (_, args, mostFiles, mostBuiltins) => {
  const call = () =>
    spawnSync(process.execPath, [`--import=${TELL}`, MOAT, ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe", "pipe"],
      env: { ...process.env, MOAT_HOME: join(directory, "home"), DOCKER_HOST: "unix:///nonexistent/docker.sock" },
    });
  // The first call finds out more, and remembers it.
  call();
  const { output } = call();
  const loaded = [...new Set(String(output[3]).trim().split("\n"))];
  const files = loaded.filter((url) => url.startsWith("file:"));
  const builtins = loaded.filter((name) => name.startsWith("NativeModule "));
  expect(files.length).toBeGreaterThan(4);
  expect(builtins.length).toBeGreaterThan(5);
  expect(files.slice(mostFiles)).toEqual([]);
  expect(builtins.slice(mostBuiltins)).toEqual([]);
});
