import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// Loaded from the source of `packages/images`, whose dependencies have to be built.
const images = join(import.meta.dirname, "../../../packages/images");
const load = (path: string) => import(pathToFileURL(join(images, path)).href);
const { renderRegistry }: { readonly renderRegistry: (yaml: string) => string } = await load(
  "src/testing/render-registry.ts",
);
await writeFile(
  join(images, "src/registry/registry-data.ts"),
  renderRegistry(await readFile(join(images, "registry.yaml"), "utf8")),
);
