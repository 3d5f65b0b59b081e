import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { PackedProject, runProgram, tarballs } from "./driver/packed-project.ts";

describe("the packed packages", () => {
  it("install by pnpm as well, and each can be imported there, with types", async () => {
    await using project = await PackedProject.install("pnpm");
    const libraries = (await tarballs())
      .map(({ name }) => name)
      .filter((name) => name !== "@moat/cli" && name !== "@moat/runtime-testkit");
    const lines = libraries.map(
      (name, index) => `import * as p${index} from "${name}";\nconsole.log(Object.keys(p${index}).length > 0);\n`,
    );
    await project.write("examples/all.ts", lines.join(""));
    await project.write(
      "examples/kit.ts",
      'import type { Guest } from "@moat/runtime-testkit";\nexport const args = (guest: Guest) => guest.args;\n',
    );
    await project.checkTypes();
    const { stdout } = await project.run(process.execPath, ["examples/all.ts"]);
    expect(stdout).toBe("true\n".repeat(libraries.length));
    expect((await project.run("node_modules/.bin/moat", ["--version"])).stdout).toMatch(/^moat \d/);
  });

  it("install globally by npm, and moat has its help there", async () => {
    const prefix = await mkdtemp(join(tmpdir(), "moat-global-"));
    try {
      const files = (await tarballs()).filter(({ name }) => name !== "@moat/runtime-testkit").map(({ path }) => path);
      const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
      await runProgram("npm", ["install", "--global", "--prefix", prefix, ...options, ...files], prefix);
      const { stdout } = await runProgram(join(prefix, "bin", "moat"), ["--help"], prefix);
      expect(stdout).toMatch(/USAGE\n {2}\$ moat \[?COMMAND/);
    } finally {
      await rm(prefix, { recursive: true, force: true });
    }
  });
});
