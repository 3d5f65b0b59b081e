import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { docker, engineHost } from "./driver/engine.ts";
import { until } from "./driver/until.ts";

const WAITS = "while [ ! -e /workspace/go ]; do sleep 0.1; done";

async function background(box: Box, name: string, command: readonly string[] = ["sleep", "300"]): Promise<string> {
  const { code, stdout, stderr } = await box.moat(["run", "-d", "-n", name, "--", ...command]);
  expect([code, stderr]).toEqual([0, ""]);
  return stdout.toString().trim();
}

describe("the life of runs", () => {
  it("inspect tells where a run is, and where its output", async () => {
    await using box = await Box.open();
    const id = await background(box, "seen", ["sh", "-c", `echo out; ${WAITS}; exit 3`]);
    expect(await box.json(["inspect", "seen"])).toMatchObject([
      { reference: "seen", id, state: { status: "running" }, isolation: { kind: "gvisor" }, log: { in: "engine" } },
    ]);
    const waiting = box.start(["wait", "seen"]);
    await box.write("go", "");
    expect((await waiting.ended).stdout.toString()).toBe("3\n");
    const path = `${box.moatHome}/runs/${id}/log`;
    expect(await box.json(["inspect", id])).toMatchObject([{ state: { exitCode: 3 }, log: { in: "record", path } }]);
    const { code, stdout, stderr } = await box.moat(["inspect", "seen", "nobody"]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("There is no run nobody.")]);
    expect(stdout.toString()).toMatch(/^state +exited \(3\)$/m);
  });

  it("kill sends a signal; SIGKILL ends the run and brings its output home", async () => {
    await using box = await Box.open();
    const script = `trap 'echo hup' HUP; echo ready; while :; do sleep 0.1; done`;
    await background(box, "target", ["sh", "-c", script]);
    const follow = box.start(["logs", "-f", "target"]);
    await follow.says("ready\n");
    expect((await box.moat(["kill", "--signal", "HUP", "target"])).stdout.toString()).toBe("target\n");
    await follow.says("hup\n");
    expect(await box.json(["kill", "target"])).toMatchObject([
      { signal: "SIGKILL", run: { state: { exitCode: 137 } } },
    ]);
    expect(await box.leftovers()).toEqual([]);
    const again = await box.moat(["kill", "target", "--json"]);
    expect([again.code, JSON.parse(again.stdout.toString())]).toMatchObject([
      1,
      [{ error: { code: "RUN_NOT_RUNNING" } }],
    ]);
    expect((await box.moat(["kill", "--signal", "NOPE", "target"])).code).toBe(2);
  });

  it("rename moves the name of a live run, in the engine, too", async () => {
    await using box = await Box.open();
    const id = await background(box, "before");
    expect((await box.moat(["rename", "before", "after"])).stdout.toString()).toBe("after\n");
    const [name] = await docker(["ps", "--filter", `label=dev.moat.run=${id}`, "--format", "{{.Names}}"]);
    expect(name).toBe(`moat-after-${id.slice(4)}`);
    const other = await background(box, "before");
    expect((await box.moat(["rename", other, "after"])).stderr).toContain("The name after belongs to the live run");
    expect((await box.moat(["stop", "-t", "0", "after", "before"])).code).toBe(0);
    expect((await box.moat(["rename", id, "Bad Name"])).code).toBe(1);
  });

  it("remove refuses what lives, and takes everything of what has ended", async () => {
    await using box = await Box.open();
    const id = await background(box, "alive");
    await box.moat(["run", "--keep", "-n", "kept", "--", "true"]);
    const refused = await box.moat(["remove", "alive", "kept"]);
    expect([refused.code, refused.stdout.toString()]).toEqual([1, "kept\n"]);
    expect(refused.stderr).toContain(`moat remove --force ${id}`);
    expect(await box.leftovers()).toHaveLength(1);
    expect((await box.moat(["rm", "--force", "alive"])).stdout.toString()).toBe("alive\n");
    expect(await box.leftovers()).toEqual([]);
    expect(await box.json(["list", "--all"])).toEqual([]);
  });

  it("stop and logs take the newest live run, and stop does not guess among several", async () => {
    await using box = await Box.open();
    const id = await background(box, "first", ["sh", "-c", "echo here; sleep 300"]);
    await until("it has written", async () => (await box.moat(["logs"])).stdout.toString() === "here\n");
    expect((await box.moat(["logs"])).stderr).toBe(`moat: logs first (${id}), the newest live run\n`);
    await background(box, "second");
    const refused = await box.moat(["stop"]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("Live runs: second, first")]);
    expect((await box.moat(["stop", "-t", "0", "second"])).code).toBe(0);
    expect((await box.moat(["stop", "-t", "0"])).stdout.toString()).toBe("first\n");
    expect((await box.moat(["stop"])).stderr).toContain("No run is live");
  });

  it("list --all comes in pages", async () => {
    await using box = await Box.open();
    for (const name of ["a", "b", "c"]) await box.moat(["run", "-n", name, "--no-sandbox", "--", "true"]);
    const first = await box.moat(["list", "--all", "--limit", "2", "--json"]);
    expect(JSON.parse(first.stdout.toString())).toMatchObject([{ name: "c" }, { name: "b" }]);
    const [, before = ""] = /--limit 2 --before (\S+)\n$/.exec(first.stderr) ?? [];
    const second = await box.moat(["list", "--all", "--limit", "2", "--before", before, "--json"]);
    expect(JSON.parse(second.stdout.toString())).toMatchObject([{ name: "a" }]);
    expect(second.stderr).toBe("");
    expect((await box.moat(["list", "--limit", "2"])).code).toBe(2);
  });

  it("two stops, an end and a clean at once agree", async () => {
    await using box = await Box.open();
    for (let round = 0; round < 3; round += 1) {
      const run = box.start(["run", "-n", "contested", "--", "sh", "-c", "echo up; sleep 300"]);
      await run.says("up");
      const all = [["stop", "-t", "0", "contested"], ["stop", "-t", "0", "contested"], ["clean"], ["list"]];
      const ended = await Promise.all(all.map((args) => box.moat(args)));
      expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(all.map(() => [0, ""]));
      expect((await run.ended).code).toBe(143);
      expect(await box.leftovers()).toEqual([]);
    }
    const runs = await box.json(["list", "--all"]);
    expect(runs).toMatchObject(Array.from({ length: 3 }, () => ({ state: { status: "exited", exitCode: 143 } })));
  });
});

describe("clean", () => {
  it("removes what is left, kept containers by force only, and old runs when told to", async () => {
    await using box = await Box.open();
    await box.moat(["run", "--keep", "-n", "kept", "--", "true"]);
    const orphan = await background(box, "orphan");
    await box.startProgram("rm", ["-r", `${box.moatHome}/runs/${orphan}`]).ended;
    const gently = await box.moat(["clean", "--json"]);
    expect(JSON.parse(gently.stdout.toString())).toMatchObject({
      containers: [],
      left: [/has no record/, /is kept/].map((part) => expect.stringMatching(part)),
    });
    expect(await box.leftovers()).toHaveLength(2);
    expect(await box.json(["clean", "--force", "--dry-run"])).toMatchObject({ dryRun: true });
    expect(await box.leftovers()).toHaveLength(2);
    expect((await box.moat(["clean", "--force"])).code).toBe(0);
    expect(await box.leftovers()).toEqual([]);
    await box.moat(["run", "-n", "old", "--", "true"]);
    expect(await box.json(["clean", "--older-than", "1h"])).toMatchObject({ runs: [] });
    expect(await box.json(["clean", "--older-than", "0s"])).toMatchObject({ runs: [expect.stringMatching(/^run_/)] });
    expect((await box.moat(["clean", "--older-than", "soon"])).code).toBe(2);
  });

  it("while runs are being made takes nothing from them", async () => {
    await using box = await Box.open();
    const runs = ["a", "b", "c"].map((name) => box.start(["run", "-n", name, "--", "echo", name]).ended);
    const all = Promise.all(runs);
    const made = all.then(() => true);
    do expect((await box.moat(["clean", "--force"])).code).toBe(0);
    while (!(await Promise.race([made, Promise.resolve(false)])));
    expect((await all).map(({ code, stdout }) => [code, stdout.toString()])).toEqual([
      [0, "a\n"],
      [0, "b\n"],
      [0, "c\n"],
    ]);
  });

  it("5: two installations on one engine never touch each other's objects", async () => {
    await using mine = await Box.open();
    await using theirs = await Box.open();
    const id = await background(mine, "same-name");
    await background(theirs, "same-name");
    expect((await theirs.moat(["clean", "--force"])).code).toBe(0);
    expect((await theirs.moat(["stop", "-t", "0", id])).stderr).toContain("There is no run");
    expect((await theirs.moat(["remove", "--force", id])).stderr).toContain("There is no run");
    expect((await theirs.moat(["stop", "-t", "0"])).code).toBe(0);
    expect(await theirs.leftovers()).toEqual([]);
    expect(await mine.json(["list"])).toMatchObject([{ id, state: { status: "running" } }]);
    expect((await mine.moat(["stop", "-t", "0"])).code).toBe(0);
  });
});

describe("logs, exactly", () => {
  it("4: of binary data, a 10 MB line, and both streams in the engine's order", { timeout: 300_000 }, async () => {
    await using box = await Box.open();
    const script =
      "head -c 200000 /dev/zero | tr '\\0' '\\377'; head -c 10000000 /dev/zero | tr '\\0' x; " +
      'for n in 1 2 3 4 5; do echo; printf "out $n"; echo "err $n" >&2; sleep 0.2; done';
    const run = await box.moat(["run", "-n", "big", "--", "sh", "-c", script]);
    const logs = await box.moat(["logs", "big"]);
    expect(logs.stdout.length).toBeGreaterThan(10_200_000);
    expect(logs.stdout.equals(run.stdout)).toBe(true);
    expect(logs.stderr).toBe(run.stderr);
    expect((await box.moat(["logs", "--tail", "3", "big"])).stdout.toString()).toMatch(/out 5$/);

    const lines = (await box.moat(["logs", "--json", "--tail", "6", "big"])).stdout.toString().trim().split("\n");
    const entries = lines.map((line): unknown => JSON.parse(line));
    const times = entries.map((entry) => /"time":"([^"]+)"/.exec(JSON.stringify(entry))?.[1] ?? "");
    expect(times).toEqual(times.toSorted());
    const since = times.at(-1) ?? "";
    const later = await box.moat(["logs", "--since", since, "--timestamps", "big"]);
    expect(`${later.stdout.toString()}${later.stderr}`).toContain(since);
    expect((await box.moat(["logs", "--since", "0s", "big"])).stdout.toString()).toBe("");
  });

  it("--since and --timestamps of a live run, and --follow ends when the run ends", async () => {
    await using box = await Box.open();
    await background(box, "live", ["sh", "-c", `echo first; sleep 1.5; echo second; ${WAITS}; echo last`]);
    const follow = box.start(["logs", "--follow", "--timestamps", "live"]);
    await follow.says(" second\n");
    const [, time = ""] = /^(\S+) second$/m.exec(follow.stdout) ?? [];
    expect((await box.moat(["logs", "--since", time, "live"])).stdout.toString()).toBe("second\n");
    expect((await box.moat(["logs", "--since", time, "--tail", "5", "live"])).stdout.toString()).toBe("second\n");
    await box.write("go", "");
    const { code, stdout } = await follow.ended;
    expect(code).toBe(0);
    expect(stdout.toString().replaceAll(/^20\S+Z /gm, "")).toBe("first\nsecond\nlast\n");
    expect(await box.json(["list"])).toEqual([]);
  });
});

describe("2: 50 runs at once", () => {
  it("all complete, all logs are right, and nothing is left", { timeout: 900_000 }, async () => {
    await using box = await Box.open();
    const numbers = Array.from({ length: 50 }, (_, n) => n);
    const ended = await Promise.all(
      numbers.map((n) =>
        box.moat(["run", "-n", `r-${n}`, "--", "sh", "-c", `echo out ${n}; echo err ${n} >&2; exit ${n}`]),
      ),
    );
    expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(numbers.map((n) => [n, `err ${n}\n`]));
    const env = { DOCKER_HOST: `unix://${box.directory}/none.sock` };
    const logs = await Promise.all(numbers.map((n) => box.moat(["logs", `r-${n}`], { env })));
    expect(logs.map(({ stdout, stderr }) => [stdout.toString(), stderr])).toEqual(
      numbers.map((n) => [`out ${n}\n`, `err ${n}\n`]),
    );
    expect(await box.leftovers()).toEqual([]);
    expect(await docker(["ps", "-aq", "--filter", "label=dev.moat.role=helper"], engineHost())).toEqual([]);
  });
});

describe("completion", () => {
  it("in bash offers commands, flags and the names of runs", async () => {
    await using box = await Box.open();
    await box.moat(["run", "-n", "old-one", "--", "true"]);
    await background(box, "live-one");
    const complete = async (...words: readonly string[]) => {
      const script =
        'eval "$(moat autocomplete bash)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _moat; printf "%s\\n" "${COMPREPLY[@]}"';
      const { code, stdout, stderr } = await box.startProgram("bash", ["-c", script, "bash", ...words]).ended;
      expect([code, stderr]).toEqual([0, ""]);
      return stdout.toString().trim().split("\n");
    };
    expect(await complete("moat", "insp")).toEqual(["inspect"]);
    expect(await complete("moat", "conf")).toEqual(["config"]);
    expect(await complete("moat", "config", "sch")).toEqual(["schema"]);
    expect(await complete("moat", "logs", "--ti")).toEqual(["--timestamps"]);
    expect(await complete("moat", "stop", "")).toEqual(["live-one"]);
    expect(await complete("moat", "logs", "")).toEqual(["live-one", "old-one"]);
    expect(await complete("moat", "autocomplete", "z")).toEqual(["zsh"]);
    expect((await box.moat(["stop", "-t", "0"])).code).toBe(0);
    expect((await box.moat(["autocomplete", "tcsh"])).code).toBe(2);
  });
});
