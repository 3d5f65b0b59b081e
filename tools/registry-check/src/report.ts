/** What was found out about one entry at one version. */
export interface Row {
  readonly name: string;
  readonly version: string;
  readonly artefact: string;
  /** Empty when it is there. */
  readonly problem: string;
  /** What the linter says, a line each. */
  readonly findings: readonly string[];
}

/** What a report says beside its rows. */
export interface ReportFacts {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly commit: string;
  readonly linter: string;
  readonly exceptions: readonly string[];
  /** Whether the official images were those of `tools/engine`, and not the real ones. */
  readonly standIns: boolean;
}

/** Tells whether something of a row is wrong. */
export function isWrong({ problem, findings }: Row): boolean {
  return problem !== "" || findings.length > 0;
}

/** Writes the report. Pure. */
export function reportText(rows: readonly Row[], { date, commit, linter, exceptions, standIns }: ReportFacts): string {
  const wrong = rows.filter(isWrong);
  const found = (artefact: string) => (standIns && artefact.startsWith("image ") ? "a stand-in" : "there");
  const table = rows.map(
    ({ name, version, artefact, problem, findings }) =>
      `| ${name} | ${version || "Debian's"} | ${artefact} | ${problem || found(artefact)} | ${findings.join("<br>") || "clean"} |`,
  );
  return [
    `# ${date}, the registry of dependencies`,
    "",
    `Made by \`pnpm check:registry\` at commit \`${commit}\`: ${rows.length} entries and versions, ${wrong.length} with a problem.`,
    ...(standIns
      ? [
          "",
          "The official images were **not** checked here: the engine's registry has stand-ins of their layout, which say nothing of the real ones.",
        ]
      : []),
    "",
    "| entry | version | artefact | outside | Dockerfile |",
    "| --- | --- | --- | --- | --- |",
    ...table,
    "",
    `The linter is ${linter}. Not looked at, since it is on purpose:`,
    "",
    ...exceptions.map((line) => `- ${line}`),
    "",
  ].join("\n");
}
