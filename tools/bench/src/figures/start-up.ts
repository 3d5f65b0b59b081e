import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Figure } from "../figure.ts";
import { inTurn } from "../in-turn.ts";
import { type Words, elapsed, output } from "../programs.ts";
import { asMilliseconds, asRatio } from "../measured.ts";

const PEAK = fileURLToPath(new URL("../peak-memory.mjs", import.meta.url));
const NOTHING: Words = [process.execPath, "-e", "0"];

export const version: Figure = {
  name: "moat version / node -e 0",
  unit: "ratio",
  better: "less",
  bar: 3,
  aim: 1.5,
  measure: async ({ moat }, pairs) =>
    asRatio(
      await inTurn(
        pairs,
        () => elapsed(NOTHING),
        () => elapsed(moat("version")),
      ),
      asMilliseconds,
    ),
};

export const memory: Figure = {
  name: "peak memory of moat run / of node -e 0",
  unit: "ratio",
  better: "less",
  bar: 2.2,
  aim: 1.6,
  measure: async ({ moat, workspace, directory }, pairs) => {
    const file = join(directory, "peak");
    const peak = async (words: Words) => {
      await output(words, { env: { NODE_OPTIONS: `--import=${PEAK}`, BENCH_PEAK: file } });
      const mebibytes = Number(await readFile(file, "utf8")) / 1024;
      await rm(file);
      return mebibytes;
    };
    const compared = await inTurn(
      pairs,
      () => peak(NOTHING),
      () => peak(moat("run", workspace, "--", "true")),
    );
    return asRatio(compared, (value) => `${value.toFixed(0)} MiB`);
  },
};
