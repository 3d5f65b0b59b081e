import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { VARIABLES_PAGE, renderVariablesPage } from "./docs/environment-variables.ts";
import { COMMANDS_PAGE, renderCommandsPage } from "./docs/render-commands-page.ts";
import { readCommands } from "./read-commands.ts";

const root = join(import.meta.dirname, "../../..");
await writeFile(join(root, COMMANDS_PAGE), renderCommandsPage(await readCommands(root)));
await writeFile(join(root, VARIABLES_PAGE), renderVariablesPage());
