import { join } from "node:path";
import { ALL_CHECKS } from "./all-checks.ts";
import { readRepository } from "./read-repository.ts";
import { runChecks } from "./run-checks.ts";

const root = join(import.meta.dirname, "../../..");
const { lines, passed } = await runChecks(ALL_CHECKS, await readRepository(root));
for (const line of lines) console.log(line);
process.exitCode = passed ? 0 : 1;
