import type { Figure } from "../figure.ts";
import { inTurn } from "../in-turn.ts";
import { asThroughput } from "../measured.ts";
import { type Words, elapsed, shellWords } from "../programs.ts";

const GIBIBYTE = 1024 ** 3;
/** The engine's log keeps each line apart: of short ones both sides would measure nothing but that. */
const LINE = "x".repeat(1023);

/** Runs a pipeline whose last word is a count of bytes, and holds it against what there should be. */
async function piped(script: string): Promise<number> {
  return await elapsed(["sh", "-c", `n=$(${script} | wc -c) && [ "$n" -eq ${GIBIBYTE} ]`]);
}

export const stdout: Figure = {
  name: "1 GiB of stdout, throughput of moat run / of docker run",
  unit: "ratio",
  better: "more",
  bar: 0.9,
  aim: 1,
  measure: async ({ moat, docker, workspace }, pairs) => {
    const command = ["sh", "-c", `yes ${LINE} | head -c ${GIBIBYTE}`];
    return asThroughput(
      await inTurn(
        pairs,
        () => piped(shellWords(docker("runsc", ["--rm"], command))),
        () => piped(shellWords(moat("run", workspace, "--", ...command))),
      ),
    );
  },
};

export const stdin: Figure = {
  name: "1 GiB of stdin, throughput of moat run / of docker run",
  unit: "ratio",
  better: "more",
  bar: 0.9,
  aim: 1,
  measure: async ({ moat, docker, workspace }, pairs) => {
    const script = `[ "$(wc -c)" -eq ${GIBIBYTE} ]`;
    const fed = (words: Words) => elapsed(["sh", "-c", `yes ${LINE} | head -c ${GIBIBYTE} | ${shellWords(words)}`]);
    return asThroughput(
      await inTurn(
        pairs,
        () => fed(docker("runsc", ["--rm", "--interactive"], ["sh", "-c", script])),
        () => fed(moat("run", workspace, "--", "sh", "-c", script)),
      ),
    );
  },
};
