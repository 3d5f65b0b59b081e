import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { apiPage, renderApiPage } from "./docs/render-api-page.ts";
import { readRepository } from "./read-repository.ts";

const root = join(import.meta.dirname, "../../..");
for (const api of (await readRepository(root)).apis) {
  const page = join(root, apiPage(api.folder));
  await mkdir(dirname(page), { recursive: true });
  await writeFile(page, renderApiPage(api));
}
