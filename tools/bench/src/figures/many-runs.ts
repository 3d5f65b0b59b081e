import { readFile, readdir } from "node:fs/promises";
import type { Figure } from "../figure.ts";
import { inTurn } from "../in-turn.ts";
import { asMilliseconds, asRatio } from "../measured.ts";
import { type Words, elapsed, output } from "../programs.ts";

const RUNS = 100;
const AT_ONCE = 8;

/** Starts all of them, so many at a time, and returns how long that took; after one that fails no more are started. */
async function batch(words: Words): Promise<number> {
  const start = performance.now();
  let left = RUNS;
  const starter = async () => {
    while (left > 0) {
      left -= 1;
      await elapsed(words).catch((error: unknown) => {
        left = 0;
        throw error;
      });
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, starter));
  const failures = ended.flatMap((end) => (end.status === "rejected" ? [String(end.reason)] : []));
  if (failures.length > 0) throw new Error(failures.join("\n"));
  return performance.now() - start;
}

/** Removes the containers of a batch of Docker's, also of one that failed: the next figure has to find none. */
async function removeBatch(): Promise<void> {
  const ids = (await output(["docker", "ps", "-aq", "--filter", "label=bench=1"]))
    .split("\n")
    .filter((id) => id !== "");
  if (ids.length > 0) await output(["docker", "rm", "-f", ...ids]);
}

export const detached: Figure = {
  name: `${RUNS} detached runs, ${AT_ONCE} at a time / docker run -d the same way`,
  unit: "ratio",
  better: "less",
  bar: 1.15,
  aim: 1,
  measure: async ({ moat, docker, workspace }, pairs) => {
    const measured = await inTurn(
      pairs,
      async () => {
        try {
          return await batch(docker("runsc", ["--detach", "--label=bench=1"], ["true"]));
        } finally {
          await removeBatch();
        }
      },
      async () => {
        try {
          return await batch(moat("run", workspace, "-d", "--", "true"));
        } finally {
          await output(moat("clean", "--force"));
        }
      },
    );
    return asRatio(measured, asMilliseconds);
  },
};

export const idle: Figure = {
  name: "processes of moat on the host for a detached run",
  unit: "processes",
  better: "less",
  bar: 0,
  aim: 0,
  measure: async ({ moat, workspace }) => {
    const id = (await output(moat("run", workspace, "-d", "--", "sleep", "1000"))).trim();
    const value = (await commandLines()).filter((line) => line.includes("cli/bin/run.js")).length;
    await output(moat("stop", "-t", "0", id));
    return { value, detail: `${value}` };
  },
};

async function commandLines(): Promise<readonly string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  return await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
}
