import { describe, expect, it } from "vitest";
import { sampleRepository } from "../sample-repository.ts";
import { catalogVersions } from "./catalog-versions.ts";
import { foreignPackages } from "./foreign-packages.ts";
import { packageManifests } from "./package-manifests.ts";

const COMPLETE = {
  name: "@moat/config",
  description: "x",
  license: "MIT",
  type: "module",
  sideEffects: false,
  exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } },
  files: ["dist"],
  engines: { node: ">=22.12" },
};

function repositoryWith(json: object, files: Readonly<Record<string, string>> = {}) {
  return sampleRepository({
    files: { "packages/config/package.json": JSON.stringify(json), "packages/config/README.md": "# x", ...files },
  });
}

describe("packageManifests", () => {
  it("lets a complete package be", async () => {
    expect(await packageManifests.run(repositoryWith(COMPLETE))).toEqual([]);
  });

  it.each(Object.keys(COMPLETE))("misses %s", async (key) => {
    const json = Object.fromEntries(Object.entries(COMPLETE).filter(([name]) => name !== key));
    expect(await packageManifests.run(repositoryWith(json))).not.toEqual([]);
  });

  it("misses a README", async () => {
    const files = { "packages/config/package.json": JSON.stringify(COMPLETE) };
    expect(await packageManifests.run(sampleRepository({ files }))).toHaveLength(1);
  });

  it("takes a program instead of exported types", async () => {
    expect(await packageManifests.run(repositoryWith({ ...COMPLETE, exports: {}, bin: "x.js" }))).toEqual([]);
  });

  it("asks nothing of what is not for others", async () => {
    expect(await packageManifests.run(sampleRepository({ files: { "e2e/package.json": "{}" } }))).toEqual([]);
  });
});

describe("catalogVersions", () => {
  it("finds versions that are not the catalog's, in every package and kind", async () => {
    const files = {
      "package.json": JSON.stringify({ devDependencies: { turbo: "2.0.0", vitest: "catalog:" } }),
      "packages/a/package.json": JSON.stringify({
        dependencies: { "@moat/core": "workspace:*" },
        peerDependencies: { vitest: "*" },
      }),
    };
    const found = await catalogVersions.run(sampleRepository({ files }));
    expect(found.map(({ file }) => file)).toEqual(["package.json", "packages/a/package.json"]);
  });
});

describe("foreignPackages", () => {
  it("knows who may use what", async () => {
    const json = { ...COMPLETE, dependencies: { yaml: "catalog:", "@moat/core": "workspace:*" } };
    const files = {
      "packages/config/src/a.ts": 'import { parse } from "yaml";\nimport { readFile } from "node:fs";\n',
    };
    expect(await foreignPackages.run(repositoryWith(json, files))).toEqual([]);
  });

  it("finds a dependency and an import that are not listed", async () => {
    const json = { ...COMPLETE, dependencies: { dockerode: "catalog:" } };
    const files = {
      "packages/config/src/a.ts": 'import {\n  type A,\n} from "@oclif/core/flags";\nimport { b } from "./b.ts";\n',
      "packages/config/src/a.test.ts": 'import { it } from "vitest";\n',
    };
    expect(await foreignPackages.run(repositoryWith(json, files))).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/^depends on dockerode/) }),
      expect.objectContaining({ line: 3, message: expect.stringMatching(/^imports @oclif\/core/) }),
    ]);
  });
});
