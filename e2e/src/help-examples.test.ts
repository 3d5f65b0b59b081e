import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { Box } from "./driver/box.ts";
import { readCommands } from "./driver/commands.ts";

const COMMANDS = await readCommands();

/** What there has to be before a command can do anything: a run `nightly` that is live, or one that has ended. */
const NEEDS: Readonly<Record<string, "live" | "ended">> = {
  cp: "live",
  exec: "live",
  inspect: "live",
  kill: "live",
  list: "live",
  logs: "ended",
  remove: "ended",
  rename: "ended",
  stop: "live",
  wait: "ended",
};

/** Examples that need a person at a terminal or another shell, or change the machine: other tests have them. */
const ELSEWHERE = /\bmoat (?:attach|autocomplete (?:fish|zsh)|exec -it|setup)\b/;

const EXAMPLES = Object.entries(COMMANDS)
  .filter(([id]) => !Object.values(COMMANDS).some(({ aliases }) => aliases.includes(id)))
  .flatMap(([id, { examples }]) =>
    examples.map((example) => ({
      id,
      line: (typeof example === "string" ? example : example.command).replaceAll("<%= config.bin %>", "moat"),
    })),
  )
  .filter(({ line }) => !ELSEWHERE.test(line));

describe("the examples of the help", () => {
  it.each(EXAMPLES)("$line", async ({ id, line }) => {
    await using box = await Box.open();
    for (const folder of ["app", "data", "more"]) await mkdir(join(box.workspace, folder));
    if (id === "config:validate")
      for (const folder of [".", "app"]) await box.write(`${folder}/agent.yaml`, "env: {A: b}\n");
    if (line.endsWith(" claude-code node")) await box.write("agent.yaml", "dependencies: [claude-code, node]\n");
    const need = NEEDS[id];
    const script = need === "live" ? "echo hi > /tmp/report.html; exec sleep 1000" : "echo hi";
    const ids: string[] = [];
    for (const name of need === undefined ? [] : ["nightly", "other", "calm-otter"]) {
      const started = await box.moat(["run", "-d", "-n", name, "--", "sh", "-c", script]);
      ids.push(started.stdout.toString().trim());
      if (need === "ended") await box.moat(["wait", name]);
    }
    const other = ids[1] ?? "run_000000000000";
    const typed = line.replaceAll("run_3f9a", other.slice(0, 12));
    const { code, stderr } = await box.startProgram("bash", ["-c", typed]).ended;
    // 127: of the command in the run, since the image has neither npm nor make.
    const expected = /npm test|\.\/flaky/.test(line) ? 127 : 0;
    expect({ code, stderr }).toEqual({ code: expected, stderr: expect.any(String) });
    for (const name of ids) await box.moat(["remove", "--force", name]);
    if (line.includes("run ./app -d")) await box.moat(["remove", "--force", "nightly"]);
  });
});
