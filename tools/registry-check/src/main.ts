import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { candidates } from "./candidates.ts";
import { existenceOf } from "./exists.ts";
import { HADOLINT, LINT_EXCEPTIONS, openLinter } from "./lint.ts";
import { openOutside } from "./outside.ts";
import { type Row, isWrong, reportText } from "./report.ts";
import { runProgram } from "./run-program.ts";

const lint = await openLinter();
await using outside = await openOutside(process.env["MOAT_TEST_DOCKER_CLI"] ?? "docker");
const rows: Row[] = [];
for (const candidate of candidates()) {
  const { entry, version, dockerfile } = candidate;
  const row = {
    name: entry.name,
    version,
    ...(await existenceOf(candidate, outside)),
    findings: await lint(dockerfile),
  };
  rows.push(row);
  const name = version === "" ? entry.name : `${entry.name}@${version}`;
  process.stderr.write(`${isWrong(row) ? "WRONG" : "ok"}  ${name}  ${row.problem} ${row.findings.join("; ")}\n`);
}
const date = new Date().toISOString().slice(0, 10);
const { stdout } = await runProgram("git", ["rev-parse", "--short", "HEAD"]);
const text = reportText(rows, {
  date,
  commit: stdout.trim(),
  linter: `hadolint ${HADOLINT}`,
  exceptions: LINT_EXCEPTIONS,
  // The engine of tools/engine says where its registry is.
  standIns: process.env["MOAT_TEST_REGISTRY"] !== undefined,
});
const file = fileURLToPath(new URL(`../../../docs/test-reports/${date}-registry.md`, import.meta.url));
await writeFile(file, text);
process.stdout.write(`${text}\nWritten to ${file}.\n`);
process.exitCode = rows.some(isWrong) ? 1 : 0;
