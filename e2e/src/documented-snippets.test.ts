import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { Box } from "./driver/box.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

interface Snippet {
  readonly place: string;
  readonly script: string;
}

/** The blocks of the documentation that are marked as runnable, with ` ```sh run`. */
async function runnable(): Promise<readonly Snippet[]> {
  const pages = (await readdir(join(ROOT, "docs/content"), { recursive: true })).map((path) => `docs/content/${path}`);
  const found: Snippet[] = [];
  for (const page of ["README.md", ...pages.toSorted()].filter((path) => path.endsWith(".md"))) {
    const text = await readFile(join(ROOT, page), "utf8");
    for (const [index, [, script = ""]] of [...text.matchAll(/^```sh run\n(.*?)^```$/gms)].entries())
      found.push({ place: `${page}, snippet ${index + 1}`, script });
  }
  return found;
}

const SNIPPETS = await runnable();

it.each(SNIPPETS)("$place runs as it is written", async ({ script }) => {
  await using box = await Box.open();
  const { code, stderr } = await box.startProgram("sh", ["-euc", script]).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining("moat: ") });
});

it("there are some", () => {
  expect(SNIPPETS.length).toBeGreaterThan(5);
});
