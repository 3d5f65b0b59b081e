import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { openSocket } from "./driver/engine.ts";
import { until } from "./driver/until.ts";

const ADA = { uid: 4242, gid: 2424 };
const WARNING = "moat: warning: running without gVisor sandbox - reduced isolation\n";
/** Makes two system calls that Linux has, allowed or not, and gVisor not at all (38 is ENOSYS). */
const calls = process.arch === "arm64" ? "282, 272" : "323, 312";
const UNSUPPORTED = ["perl", "-e", `for (${calls}) { syscall($_, 0, 0, 0, 0, 0); die "call $_: $!\\n" if $! == 38 }`];

/** What moat keeps of trials while they run. */
const places = async (box: Box) => await readdir(join(box.moatHome, "compat")).catch(() => []);

/** The lines that name moat compat. */
const hint = (stderr: string) => stderr.split("\n").filter((line) => line.includes("moat compat"));

async function nothingLeft(box: Box): Promise<void> {
  expect(await places(box)).toEqual([]);
  expect(await box.leftovers()).toEqual([]);
  expect(await box.json(["list", "--all"])).toEqual([]);
}

describe("moat compat", () => {
  it.for<[string, readonly string[], string, number, RegExp]>([
    [
      "what only gVisor lacks",
      UNSUPPORTED,
      "gvisor",
      38,
      /^gVisor's fault: it failed 2 of 2 times under gVisor and 0 of/,
    ],
    [
      "what fails everywhere",
      ["sh", "-c", "exit 3"],
      "not-gvisor",
      3,
      /^Not gVisor's fault: it failed 2 of 2 .* and 2 of 2/,
    ],
    ["what works", ["true"], "not-gvisor", 0, /^Not gVisor's fault: the command works/],
  ])("%s", async ([, command, verdict, exitCode, summary]) => {
    await using box = await Box.open();
    const { code, stdout, stderr } = await box.moat(["compat", "--json", "--times", "2", "--", ...command]);
    expect(JSON.parse(stdout.toString())).toMatchObject({
      verdict,
      exitCode,
      summary: expect.stringMatching(summary),
      command,
      workspace: box.workspace,
      trials: ["gvisor", "runc", "gvisor", "runc"].map((side) => ({ side })),
    });
    expect(code).toBe(exitCode);
    // It is an explicit act, and says so all the same.
    expect(stderr).toContain(WARNING);
    await nothingLeft(box);
  });

  it("works on copies, without network, and shows people what it found", async () => {
    await using box = await Box.open();
    await mkdir(join(box.workspace, ".git"));
    await box.write("count", "0");
    const script = "cat count && ls -d .git && rm -r .git && echo 1 >count && ! grep eth /proc/net/dev && exit 7";
    const { code, stdout, stderr } = await box.moat(["compat", "--times", "1", "--", "sh", "-c", script]);
    expect(code).toBe(7);
    expect(stdout.toString()).toMatch(/^Not gVisor's fault: .*\n\nUNDER +EXIT CODES\ngVisor +7\nrunc +7\n\n/);
    expect(stdout.toString()).toMatch(/Its last words under gVisor:\n {2}0\.git\n\nNeither had a network/);
    expect(stderr).toBe(`${WARNING}moat: 1 of 2: gVisor: exit code 7\nmoat: 2 of 2: runc: exit code 7\n`);
    expect(await readFile(join(box.workspace, "count"), "utf8")).toBe("0");
    expect(await readdir(box.workspace)).toEqual([".git", "count"]);
    await nothingLeft(box);
  });

  it("calls flaky what fails now and then", async () => {
    await using box = await Box.open();
    const turn = join(box.directory, "turn");
    await mkdir(turn);
    await box.write("agent.yaml", `mounts: ["${turn}:/turn:ro"]\n`);
    // Each trial says on the shared, read-only mount nothing; the test changes it between the first and the last.
    const wait =
      "until [ -e /turn/$(dmesg 2>/dev/null | grep -c Starting) ]; do sleep 0.1; done; exit $(cat /turn/code)";
    await writeFile(join(turn, "code"), "4");
    const run = box.start(["compat", "--json", "--times", "2", "--", "sh", "-c", wait]);
    await writeFile(join(turn, "1"), "");
    await until("the first trial has ended", () => run.stderr.includes("1 of 4: gVisor: exit code 4"));
    await writeFile(join(turn, "code"), "0");
    await writeFile(join(turn, "0"), "");
    const { code, stdout } = await run.ended;
    expect(code).toBe(4);
    expect(JSON.parse(stdout.toString())).toMatchObject({
      verdict: "flaky",
      summary: "Flaky, and only under gVisor: it failed 1 of 2 times under gVisor and 0 of 2 times under runc",
    });
    await nothingLeft(box);
  });

  it("is gone after Ctrl-C, and so is all that it made", async () => {
    await using box = await Box.open();
    const run = box.start(["compat", "--", "sleep", "600"]);
    await until("a trial runs", async () => (await box.leftovers()).length > 0);
    run.kill("SIGINT");
    expect((await run.ended).code).toBe(130);
    await nothingLeft(box);
  });

  it("leaves nothing that the next command does not find, after a kill -9", async () => {
    await using box = await Box.open();
    await box.write("file", "x");
    const run = box.start(["compat", "--", "sleep", "600"]);
    await until("a trial runs", async () => (await box.leftovers()).length > 0);
    run.kill("SIGKILL");
    await run.ended;
    expect(await places(box)).toHaveLength(1);
    await box.moat(["list"]);
    await nothingLeft(box);
  });

  it("ends what does not end", async () => {
    await using box = await Box.open();
    const words = ["compat", "--json", "--times", "1", "--timeout", "1", "--", "sleep", "600"];
    const { code, stdout } = await box.moat(words);
    expect(code).toBe(137);
    expect(JSON.parse(stdout.toString())).toMatchObject({
      verdict: "not-gvisor",
      trials: [{ timedOut: true }, { timedOut: true }],
    });
    await nothingLeft(box);
  });

  it.for<[string, readonly string[], string]>([
    ["no command", [], "There is no command to try."],
    ["a workspace that is not there", ["nowhere", "--", "true"], "nowhere"],
    ["no times", ["--times", "0", "--", "true"], "times"],
    ["a flag of run's", ["--no-sandbox", "--", "true"], "--no-sandbox"],
  ])("refuses %s with 125, and leaves nothing", async ([, words, text]) => {
    await using box = await Box.fresh();
    const { code, stderr } = await box.moat(["compat", ...words]);
    expect(code).toBe(125);
    expect(stderr).toContain(text);
    expect(await readdir(box.directory)).not.toContain("moat-home");
  });
});

describe("moat compat of an ordinary user", () => {
  beforeAll(openSocket);

  it("copies what that user may read, says what not, and removes what the command closed", async () => {
    await using box = await Box.open();
    await box.write("secret", "root's");
    await box.write("open", "x");
    await box.giveTo(ADA, [box.home, box.workspace, box.moatHome]);
    await box.giveTo({ uid: 0, gid: 0 }, [join(box.workspace, "secret")]);
    await box.startProgram("chmod", ["600", join(box.workspace, "secret")], { user: { uid: 0, gid: 0 } }).ended;
    const script = "ls; id -u; mkdir closed && touch closed/x && chmod 0 closed; exit 5";
    const { code, stdout, stderr } = await box.moat(["compat", "--times", "1", "--", "sh", "-c", script], {
      user: ADA,
    });
    expect(stdout.toString()).toContain("  open\n  4242\n");
    expect(stderr).toContain("the copies of the workspace lack what cannot be read: secret\n");
    expect(code).toBe(5);
    expect(
      await box.startProgram("find", [join(box.moatHome, "compat"), "-mindepth", "1"], { user: ADA }).ended,
    ).toMatchObject({
      code: 0,
      stdout: Buffer.from(""),
    });
  });
});

describe("a helpful end", () => {
  it("names a command that works when it is pasted", async () => {
    await using box = await Box.open();
    const { code, stderr } = await box.moat(["run", "--", "sh", "-c", "kill -SEGV $$"]);
    expect(code).toBe(139);
    expect(stderr).toBe(
      "moat: warning: the command ended by SIGSEGV, as programs do that gVisor cannot run; to find out: moat compat -- sh -c 'kill -SEGV $$'\n",
    );
    const pasted = stderr.replace(/^.*to find out: moat compat/s, "moat compat --times 1").trim();
    const { stdout } = await box.startProgram("sh", ["-c", pasted]).ended;
    expect(stdout.toString()).toMatch(/^Not gVisor's fault: it failed 1 of 1 times under gVisor and 1 of 1/);
  });

  it("names the missing system call", async () => {
    await using box = await Box.open();
    const { code, stderr } = await box.moat(["run", "--", ...UNSUPPORTED]);
    expect(code).toBe(38);
    expect(hint(stderr)).toEqual([
      expect.stringMatching(/a system call that gVisor does not have; to find out: moat compat/),
    ]);
  });

  it.for<[string, readonly string[], readonly string[]]>([
    ["without the sandbox", ["--no-sandbox"], ["sh", "-c", "kill -SEGV $$"]],
    ["when the command succeeds", [], ["sh", "-c", "echo ENOSYS; sh -c 'kill -SEGV $$'; true"]],
    ["of an ordinary failure", [], ["sh", "-c", "echo no >&2; exit 1"]],
    ["of a SIGTERM from inside", [], ["sh", "-c", "kill -TERM $$"]],
  ])("says nothing %s", async ([, flags, command]) => {
    await using box = await Box.open();
    expect(hint((await box.moat(["run", ...flags, "--", ...command])).stderr)).toEqual([]);
  });

  it("says nothing when the user has ended it", async () => {
    await using box = await Box.open();
    const run = box.start(["run", "--", "sh", "-c", "trap 'exit 139' INT; echo ready; while :; do sleep 0.1; done"]);
    await run.says("ready");
    run.kill("SIGINT");
    const { code, stderr } = await run.ended;
    expect({ code, hint: hint(stderr) }).toEqual({ code: 139, hint: [] });
  });
});
