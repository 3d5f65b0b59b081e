import { expect, it } from "vitest";
import { sampleRepository } from "../sample-repository.ts";
import { brokenLinks } from "./broken-links.ts";

const FILES = {
  "docs/a.md": "# A\n\n## moat run\n\n### --no-sandbox\n\n## What this protects, and what not\n",
  "packages/core/README.md": "x",
};

const check = (text: string) => brokenLinks.run(sampleRepository({ files: { ...FILES, "docs/b.md": text } }));

it.each([
  "[a](a.md) [core](../packages/core) [readme](../packages/core/README.md) [site](https://example.com/x)",
  "[run](a.md#moat-run) [flag](a.md#--no-sandbox) [long](a.md#what-this-protects-and-what-not)",
  "# Here\n[here](#here)",
  "`[code](nosuch.md)`",
])("takes %j", async (text) => {
  expect(await check(text)).toEqual([]);
});

it.each(["[x](nosuch.md)", "[x](a.md#nosuch)", "[x](#nosuch)", "[x](../packages/nosuch)"])(
  "notices %s",
  async (text) => {
    expect(await check(`\n${text}`)).toEqual([expect.objectContaining({ file: "docs/b.md", line: 2 })]);
  },
);
