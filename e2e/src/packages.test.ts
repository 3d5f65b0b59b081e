import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { createFakeContainer } from "@moat/runtime-testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engineHost } from "./driver/engine.ts";
import { PackedProject, type Tarball, readmeExample, tarballs } from "./driver/packed-project.ts";

let packed: readonly Tarball[] = [];
let npm: PackedProject;
beforeAll(async () => {
  packed = await tarballs();
  npm = await PackedProject.install("npm");
  for (const { name } of packed) {
    const example = await readmeExample(name);
    if (example !== undefined) await npm.write(`examples/${exampleOf(name)}`, example);
  }
  await npm.write("examples/core.test.ts", CORE_TEST);
  await mkdir(join(npm.directory, "app"));
});
afterAll(() => npm?.[Symbol.asyncDispose]());

/** The test kit's example is a file of tests. */
const exampleOf = (name: string) => name.replace("@moat/", "") + (name.endsWith("testkit") ? ".test.ts" : ".ts");

const CORE_TEST = `
import { createInMemoryRuntime } from "@moat/runtime-testkit";
import { expect, it } from "vitest";
import { runOnce } from "./core.ts";

it("runs once", async () => {
  const runtime = createInMemoryRuntime({ images: { "debian:bookworm-slim": {} } });
  expect(await runOnce(runtime, ["exit", "3"])).toBe(3);
});
`;

/** Everything that a package may hold beside its manifest, licence, README and change log. */
const CONTENT =
  /^(?:package\.json|LICENSE|README\.md|CHANGELOG\.md|bin\/(?:run\.js|package\.json)|schemas\/[\w.-]+\.json|dist\/THIRD-PARTY-LICENCES\.txt|dist\/[\w./-]+\.(?:c?js|d\.ts))$/;

describe("the packed packages", () => {
  it("hold what they should, and none of our tests", async () => {
    const { stdout } = await npm.run("sh", [
      "-c",
      'for f in "$@"; do tar -tzf "$f"; done',
      "sh",
      ...packed.map(({ path }) => path),
    ]);
    const entries = stdout
      .trim()
      .split("\n")
      .map((entry) => entry.replace(/^package\//, ""));
    expect(entries.filter((entry) => !CONTENT.test(entry) || /\.test\.|\/testing\//.test(entry))).toEqual([]);
    for (const file of ["LICENSE", "README.md", "package.json"])
      expect(entries.filter((entry) => entry === file)).toHaveLength(packed.length);
  });

  it("have types that resolve as their code does", async () => {
    for (const { name, path } of packed.filter((one) => one.name !== "@moat/cli")) {
      const result = await checkPackage(createPackageFromTarballData(new Uint8Array(await readFile(path))));
      // They are ES modules with "exports" only: TypeScript's oldest way of looking, and require() in types, are not served.
      const problems = (result.types === false ? [] : result.problems).filter(
        (problem) => !("resolutionKind" in problem) || !["node10", "node16-cjs"].includes(problem.resolutionKind),
      );
      expect({ name, types: result.types, problems }).toEqual({ name, types: { kind: "included" }, problems: [] });
    }
  });

  it("have examples in their READMEs that compile, in a project of npm", async () => {
    await expect(npm.checkTypes()).resolves.toBeUndefined();
  });

  it.each(["config", "host", "docker-runtime", "runtimes", "run-manager", "doctor"])(
    "have an example of %s that runs",
    async (name) => {
      const env = { DOCKER_HOST: engineHost(), MOAT_HOME: join(npm.directory, "moat-home"), MOAT_RUNTIME: "docker" };
      const { stdout, stderr } = await npm.run(process.execPath, [join("examples", `${name}.ts`)], env);
      expect(stdout + stderr).toMatch(SAYS[name] ?? /never/);
    },
  );

  it("have an example of apple-runtime that runs, on a Mac that is played by this machine", async () => {
    await using fake = await createFakeContainer({ images: { "alpine:3": { command: ["sh"] } } });
    const mac =
      "data:text/javascript,Object.defineProperty(process,'platform',{value:'darwin'});Object.defineProperty(process,'arch',{value:'arm64'});";
    const env = { PATH: `${fake.bin}:${process.env["PATH"] ?? ""}`, HOME: npm.directory };
    const { stdout } = await npm.run(process.execPath, ["--import", mac, "examples/apple-runtime.ts"], env);
    expect(stdout).toContain("kind: 'vm'");
  });

  it("have examples of core and runtime-testkit that run, under vitest", async () => {
    const { stdout } = await npm.run("node_modules/.bin/vitest", ["run", "examples"], { NO_COLOR: "1" });
    expect(stdout).toMatch(/Tests +2 passed/);
  });
});

/** What each example prints, among others. */
const SAYS: Readonly<Record<string, RegExp>> = {
  config: /Unknown key "sandobx"[^]*Did you mean/,
  host: /^$/,
  "docker-runtime": /kind: 'gvisor'[^]*Starting gVisor/,
  runtimes: /Docker\+gVisor/,
  "run-manager": /debian:bookworm-slim[^]*run_[0-9a-f]{12}/,
  doctor: /gvisor-proof|engine ok/,
};
