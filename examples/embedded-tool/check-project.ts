// node check-project.ts DIRECTORY COMMAND...: runs a check of a project in a sandbox of its own, and reports on it. The runs are moat's:
// `moat list --all`, `moat logs` and `moat inspect` know them.
import { join } from "node:path";
import { argv, stdout } from "node:process";
import { silentDiagnostics } from "@moat/core";
import { moatHome, readHostFacts } from "@moat/host";
import {
  type RunContext,
  attendRun,
  helperLabels,
  openJsonCache,
  openRunStore,
  prepareRun,
  reconcileRuns,
  runRequest,
  startRun,
} from "@moat/run-manager";
import { createRuntime } from "@moat/runtimes";

const host = readHostFacts();
const store = openRunStore(moatHome(host));
const [path = ".", ...command] = argv.slice(2);

const plan = await prepareRun({ host, store, path, version: "1.0.0", dryRun: false, request: runRequest({ command }) });
await using runtime = await createRuntime({
  sandbox: plan.sandbox,
  labels: helperLabels(await store.installation(), process.pid, new Date().toISOString()),
});
const context: RunContext = {
  runtime,
  store,
  diagnostics: silentDiagnostics,
  cache: openJsonCache(join(store.home, "cache")),
};
// What a tool that was killed has left unfinished.
await reconcileRuns(context);

const output: Uint8Array[] = [];
const keep = (data: Uint8Array) => {
  output.push(data);
  return Promise.resolve();
};
const started = await startRun(context, plan, { terminalSize: { columns: 0, rows: 0 } });
const io = { stdin: undefined, stdout: keep, stderr: keep };
const ended = await attendRun(context, started, io, { fromStart: true }).done;
const report = {
  run: ended.record.id,
  command,
  sandbox: ended.record.isolation?.kind ?? "none",
  passed: ended.kind === "ended" && ended.exitCode === 0,
  output: Buffer.concat(output).toString("utf8"),
};
stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
process.exitCode = report.passed ? 0 : 1;
