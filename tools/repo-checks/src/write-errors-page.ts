import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ERRORS_PAGE, renderErrorsPage } from "./docs/render-errors-page.ts";
import { readErrorCodes } from "./read-repository.ts";

const root = join(import.meta.dirname, "../../..");
await writeFile(join(root, ERRORS_PAGE), renderErrorsPage(await readErrorCodes(root)));
