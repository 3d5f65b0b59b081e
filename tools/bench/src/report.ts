import { cpus, release, totalmem } from "node:os";
import type { Figure, Measured, Verdict } from "./figure.ts";
import { output } from "./programs.ts";

/** A figure with what it came to. */
export interface Result extends Pick<Figure, "name" | "unit" | "bar" | "aim">, Measured {
  readonly verdict: Verdict;
}

/** What was measured on. */
export async function machineFacts(): Promise<Readonly<Record<string, string>>> {
  const [cpu] = cpus();
  return {
    kernel: release(),
    processors: `${cpus().length} x ${cpu?.model ?? "?"}`,
    memory: `${Math.round(totalmem() / 1024 ** 3)} GiB`,
    node: process.version,
    docker: (await output(["docker", "version", "--format", "{{.Server.Version}}"])).trim(),
  };
}

/** Writes results as a table, in Markdown. Pure. */
export function reportText(results: readonly Result[]): string {
  const rows = results.map(({ name, unit, bar, aim, value, detail, verdict, comparison }) => [
    name,
    unit === "ratio" ? value.toFixed(2) : String(Math.round(value)),
    comparison === undefined ? "" : comparison.spread.map((end) => end.toFixed(2)).join(" to "),
    detail,
    String(bar),
    String(aim),
    verdict,
  ]);
  const head = ["figure", "value", "middle half of the pairs", "medians", "bar", "aim", "verdict"];
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |\n`).join("");
}
