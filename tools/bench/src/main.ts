import { parseArgs } from "node:util";
import { failureText } from "./failure-text.ts";
import { type Figure, judge } from "./figure.ts";
import { detached, idle } from "./figures/many-runs.ts";
import { imageDecision } from "./figures/image-decision.ts";
import { list, logs } from "./figures/records.ts";
import { roundTrips } from "./figures/round-trips.ts";
import { memory, version } from "./figures/start-up.ts";
import { stdin, stdout } from "./figures/streams.ts";
import { warmGvisor, warmRunc } from "./figures/warm-run.ts";
import { type Result, machineFacts, reportText } from "./report.ts";
import { openScene } from "./scene.ts";

const FIGURES: readonly Figure[] = [
  version,
  warmGvisor,
  warmRunc,
  stdout,
  stdin,
  memory,
  roundTrips,
  detached,
  list,
  logs,
  imageDecision,
  idle,
];

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    pairs: { type: "string", default: "10" },
  },
});

process.once("uncaughtException", (error: unknown) => {
  process.stderr.write(`${failureText(error)}\n`);
  process.exit(1);
});

await using scene = await openScene();
const results: Result[] = [];
const failures: { readonly name: string; readonly failure: string }[] = [];
for (const figure of FIGURES.filter(({ name }) => name.includes(values.only))) {
  const { name, unit, bar, aim } = figure;
  try {
    const measured = await figure.measure(scene, Number(values.pairs));
    results.push({ name, unit, bar, aim, ...measured, verdict: judge(figure, measured.value) });
    process.stderr.write(`${name}: ${measured.value.toFixed(2)} (${measured.detail})\n`);
  } catch (thrown) {
    // The others take half an hour, and are measured all the same.
    const failure = failureText(thrown);
    failures.push({ name, failure });
    process.stderr.write(`${name}: not measured: ${failure}\n`);
  }
}
const machine = await machineFacts();
process.stdout.write(
  values.json
    ? `${JSON.stringify({ machine, results, failures }, undefined, 2)}\n`
    : `${JSON.stringify(machine)}\n\n${reportText(results)}`,
);
process.exitCode = failures.length > 0 || results.some(({ verdict }) => verdict === "MISSED") ? 1 : 0;
