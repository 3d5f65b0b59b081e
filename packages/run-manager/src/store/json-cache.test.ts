import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openJsonCache } from "./json-cache.ts";

async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "moat-cache-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

it.each(["short", "proof-sha256:0123", "x".repeat(5000), '["a", {"b": "ü/.."}]'])(
  "gives back what is under %j",
  async (key) => {
    const path = await directory();
    const cache = openJsonCache(path);
    expect(await cache.read(key)).toBeUndefined();
    await cache.write(key, { some: ["value"] });
    expect(await cache.read(key)).toEqual({ some: ["value"] });
    expect(await cache.read(`${key}!`)).toBeUndefined();
    const [name = "", ...more] = await readdir(path);
    expect(more).toEqual([]);
    expect(name).toMatch(/^[A-Za-z0-9-]{1,100}\.json$/);
  },
);

it("gives nothing of another key that makes the same name, nor of what is no entry", async () => {
  const path = await directory();
  const cache = openJsonCache(path);
  await cache.write("a:b", 1);
  expect(await cache.read("a/b")).toBeUndefined();
  const [name = ""] = await readdir(path);
  for (const text of ["", "null", "7", '"text"', (await readFile(join(path, name), "utf8")).slice(1)]) {
    await writeFile(join(path, name), text);
    expect(await cache.read("a:b")).toBeUndefined();
  }
});
