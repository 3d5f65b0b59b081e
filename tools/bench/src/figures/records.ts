import { cp, mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Figure } from "../figure.ts";
import { inTurn } from "../in-turn.ts";
import { asMilliseconds, asRatio } from "../measured.ts";
import { elapsed, output, shellWords } from "../programs.ts";

const MANY = 10_000;
const FEW = 10;
const LOG_MB = 500;

export const list: Figure = {
  name: `moat list with ${MANY} ended runs / with ${FEW}`,
  unit: "ratio",
  better: "less",
  bar: 1.5,
  aim: 1.1,
  measure: async ({ moat, workspace, directory }, pairs) => {
    const env = { MOAT_HOME: join(directory, "few") };
    await output(moat("run", workspace, "--", "true"), { env });
    await multiply(env.MOAT_HOME, FEW);
    const many = { MOAT_HOME: join(directory, "many") };
    await cp(env.MOAT_HOME, many.MOAT_HOME, { recursive: true });
    await multiply(many.MOAT_HOME, MANY);
    const all = JSON.parse(await output(moat("list", "--all", "--json", "--limit", String(MANY)), { env: many }));
    if (all.length !== MANY) throw new Error(`${all.length} runs are recorded`);
    const measured = await inTurn(
      pairs,
      () => elapsed(moat("list"), { env }),
      () => elapsed(moat("list"), { env: many }),
    );
    return asRatio(measured, asMilliseconds);
  },
};

/** Makes copies of the one ended run of a home, as if there had been so many. */
async function multiply(home: string, wanted: number): Promise<void> {
  const runs = join(home, "runs");
  const ids = (await readdir(runs)).filter((name) => name.startsWith("run_"));
  const [model = ""] = ids;
  const record = JSON.parse(await readFile(join(runs, model, "run.json"), "utf8"));
  const [entry = ""] = await readdir(join(home, "ended"));
  for (let count = ids.length; count < wanted; count += 1) {
    const id = `run_${count.toString(16).padStart(12, "0")}`;
    const name = `copy-${count}`;
    await mkdir(join(runs, id), { mode: 0o700 });
    await writeFile(join(runs, id, "run.json"), JSON.stringify({ ...record, id, name }), { mode: 0o600 });
    await writeFile(join(home, "ended", `${entry.split(" ")[0]} ${id} ${name}`), "", { mode: 0o600 });
  }
}

export const logs: Figure = {
  name: `moat logs of ${LOG_MB} MB / docker logs of the same`,
  unit: "ratio",
  better: "less",
  bar: 1.3,
  aim: 1,
  measure: async ({ moat, workspace }, pairs) => {
    const line = "x".repeat(1023);
    const command = ["sh", "-c", `yes ${line} | head -c ${LOG_MB}000000`];
    await output([
      "sh",
      "-c",
      `${shellWords(moat("run", workspace, "--keep", "-n", "talker", "--", ...command))} >/dev/null`,
    ]);
    const [run] = JSON.parse(await output(moat("inspect", "--json", "talker")));
    const counted = (words: string) => elapsed(["sh", "-c", `n=$(${words} | wc -c) && [ "$n" -eq ${LOG_MB}000000 ]`]);
    const measured = await inTurn(
      pairs,
      () => counted(shellWords(["docker", "logs", String(run.containerId)])),
      () => counted(shellWords(moat("logs", "talker"))),
    );
    return asRatio(measured, asMilliseconds);
  },
};
