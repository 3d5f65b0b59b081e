import { mkdir, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import type { Figure } from "../figure.ts";
import { inTurn } from "../in-turn.ts";
import { asMilliseconds } from "../measured.ts";
import { elapsed, output } from "../programs.ts";
import { median } from "../statistics.ts";

/** What a command needs more when its image is one that moat builds, and nothing of it has changed: making the recipe anew, and one inspect. */
export const imageDecision: Figure = {
  name: "image decision when nothing changed",
  unit: "ms",
  better: "less",
  bar: 20,
  aim: 5,
  measure: async ({ moat, directory }, pairs) => {
    const plain = await workspace(directory, "plain", "");
    const built = await workspace(directory, "built", "dependencies: [node, git, jq, ripgrep, claude-code]\n");
    // A small difference of two large times, and quickly taken.
    const planning = await inTurn(
      pairs * 10,
      () => elapsed(moat("run", plain, "--dry-run")),
      () => elapsed(moat("run", built, "--dry-run")),
    );
    const inspect = await inspectTime(pairs);
    const value = planning.moat - planning.baseline + inspect;
    return { value, detail: `${asMilliseconds(value - inspect)} + ${inspect.toFixed(1)} ms of the engine` };
  },
};

async function workspace(directory: string, name: string, more: string): Promise<string> {
  const path = join(directory, name);
  await mkdir(path);
  await writeFile(join(path, "agent.yaml"), `command: ["true"]\n${more}`);
  return path;
}

/** How long the engine takes to say what an image is. */
async function inspectTime(times: number): Promise<number> {
  const socketPath = (process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock").replace("unix://", "");
  const [image = ""] = (await output(["docker", "images", "--quiet", "--no-trunc"])).trim().split("\n");
  const taken: number[] = [];
  for (let count = 0; count < times; count += 1) {
    const start = performance.now();
    await new Promise<void>((resolve, reject) => {
      const asked = request({ socketPath, path: `/images/${image}/json` }, (answer) =>
        answer.resume().on("end", resolve),
      );
      asked.on("error", reject).end();
    });
    taken.push(performance.now() - start);
  }
  return median(taken);
}
