import type { Check, Repository } from "./check.ts";

/** What came of the checks. */
export interface Outcome {
  /** One for each finding, and one that counts. */
  readonly lines: readonly string[];
  readonly passed: boolean;
}

/** Runs checks, and says what they found. */
export async function runChecks(checks: readonly Check[], repository: Repository): Promise<Outcome> {
  const lines: string[] = [];
  let failed = 0;
  for (const { name, run } of checks) {
    const findings = await run(repository);
    if (findings.length > 0) failed += 1;
    for (const { file, line, message } of findings)
      lines.push(`${line === 0 ? file : `${file}:${line}`}: ${message} (${name})`);
  }
  const passed = checks.length - failed;
  lines.push(failed === 0 ? `${passed} checks passed` : `${passed} checks passed, ${failed} failed`);
  return { lines, passed: failed === 0 };
}
