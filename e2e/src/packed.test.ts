import { access, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { Box } from "./driver/box.ts";
import { Failpoint } from "./driver/failpoint.ts";

describe("the packed moat", () => {
  it("has no failpoint in it, and nothing that could load one", async () => {
    const packages = join(inject("installedCli"), "app", "node_modules", "@moat");
    const found: string[] = [];
    let count = 0;
    for (const entry of await readdir(packages, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      count += 1;
      const path = join(entry.parentPath, entry.name);
      if (/fail-?point|registerHooks|TEST_FAIL|SharedArrayBuffer/i.test(`${path}\n${await readFile(path, "utf8")}`))
        found.push(path);
    }
    expect(found).toEqual([]);
    expect(count).toBeGreaterThan(50);
  });

  it("has no syntax that Node.js 22 does not know, and is ASCII, as what loads it takes it to be", async () => {
    const dist = join(inject("installedCli"), "app", "node_modules", "@moat", "cli", "dist");
    const files = (await readdir(dist)).filter((file) => /\.c?js$/.test(file));
    const texts = await Promise.all(files.map((file) => readFile(join(dist, file), "utf8")));
    const having = (pattern: RegExp) => files.filter((_, index) => pattern.test(texts[index] ?? ""));
    expect(files.length).toBeGreaterThan(30);
    expect(having(/^\s*(?:await )?using \w+ =/m)).toEqual([]);
    expect(having(/[^\0-\x7f]/).filter((file) => file.endsWith(".cjs"))).toEqual([]);
  });

  it("takes no notice of the tests' variables", async () => {
    await using box = await Box.fresh();
    const failpoint = new Failpoint(box, "before:store.list");
    const { NODE_OPTIONS: _, ...variables } = failpoint.env;
    expect((await box.moat(["list"], { env: variables })).code).toBe(0);
    await expect(access(variables["TEST_FAILPOINT_LOG"] ?? "")).rejects.toThrow("ENOENT");
  });

  it("and with the tests' module loaded the failpoints work", async () => {
    await using box = await Box.fresh();
    const failpoint = new Failpoint(box, "before:store.list");
    const moat = box.start(["list"], { env: failpoint.env });
    await failpoint.kill();
    expect(await moat.ended).toMatchObject({ signal: "SIGKILL" });
  });
});
