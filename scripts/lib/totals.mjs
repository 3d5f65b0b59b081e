// Sums the JSON reports of vitest and prints "N passed, N failed, N skipped", alone on a line, after the tests that failed: of a
// long log often only the end is at hand.
// usage: node totals.mjs REPORT...        exit code 1 when nothing ran or anything failed
// usage: node totals.mjs --ran REPORT     exit code 1 when that report has no test that ran
import { readFileSync } from "node:fs";

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined; // vitest died before it wrote a report
  }
}

function count(report) {
  if (report === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const failed = report.numFailedTests;
  // A file that does not even load fails without a failed test.
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: failed + broken,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function firstLines(text) {
  return text.split("\n").slice(0, 12).join("\n  ");
}

function failures(report) {
  return (report?.testResults ?? []).flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status === "failed");
    if (file.status === "failed" && failed.length === 0) return [`${file.name}\n  ${firstLines(file.message ?? "")}`];
    return failed.map((test) => `${file.name}: ${test.fullName}\n  ${firstLines(test.failureMessages.join("\n"))}`);
  });
}

const args = process.argv.slice(2);
const onlyRan = args[0] === "--ran";
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const file of onlyRan ? args.slice(1) : args) {
  const report = read(file);
  const one = count(report);
  if (!onlyRan) for (const failure of failures(report)) process.stderr.write(`FAILED ${failure}\n`);
  for (const key of Object.keys(sum)) sum[key] += one[key];
}
if (onlyRan) {
  process.exitCode = sum.passed + sum.failed > 0 ? 0 : 1;
} else {
  process.stdout.write(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped\n`);
  process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1;
}
