import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { openTerminal } from "./driver/pty.ts";
import { sha256OfText, streamOfText } from "./driver/sha256.ts";
import { withRun } from "./driver/with-run.ts";

const MEGABYTES = 2 ** 20;

const sh = (script: string) => ["sh", "-c", script];

describe.for([
  ["under gVisor", []],
  ["without a sandbox", ["--no-sandbox"]],
] as const)("moat exec, %s", ([, sandbox]) => {
  it("passes streams and the exit code through, as the run's user and in its world", async () => {
    await withRun([...sandbox, "-e", "OF_RUN=1"], async (box) => {
      const script = "echo out; echo err >&2; exit 42";
      const said = await box.moat(["exec", "host", "--", ...sh(script)]);
      expect({ ...said, stdout: said.stdout.toString() }).toMatchObject({ code: 42, stdout: "out\n", stderr: "err\n" });

      const world = 'echo "$OF_RUN $MOAT_RUN_NAME $HOME $(pwd)"; id -u; echo "$(uname -r)"';
      const inRun = await box.moat(["exec", "host", "--", ...sh(world)]);
      const [line, uid, kernel] = inRun.stdout.toString().split("\n");
      expect(line).toMatch(/^1 host \/\S+ \/workspace$/);
      expect(uid).toBe(String(process.env["SUDO_UID"] ?? process.getuid?.()));
      expect(kernel?.startsWith("4.")).toBe(sandbox.length === 0);

      await box.moat(["exec", "host", "--", ...sh("echo made > made-inside")]);
      const other = ["exec", "-u", "0:0", "-w", "/tmp", "-e", "A=b c", "-e", "OF_RUN=2", "host", "--"];
      const changed = await box.moat([
        ...other,
        ...sh('echo "$(id -u) $(pwd) $A $OF_RUN $HOME"; cat /workspace/made-inside'),
      ]);
      expect(changed.stdout.toString()).toBe("0 /tmp b c 2 /root\nmade\n");
    });
  });

  it("tells a program that is missing, or no program, from moat's own failures", async () => {
    await withRun(sandbox, async (box) => {
      const code = async (...args: readonly string[]) => (await box.moat(["exec", ...args])).code;
      expect(await code("host", "--", "no-such-program")).toBe(127);
      expect(await code("host", "--", "/etc/passwd")).toBe(126);
      expect(await code("host", "--", ...sh("kill -KILL $$"))).toBe(137);
      expect(await code("-u", "nobody-like-this", "host", "--", "true")).toBe(125);
      expect(await code("-w", "/no/such", "host", "--", "true")).toBe(125);
    });
  });

  it("brings 16 MiB in, unchanged, and 5 times loses nothing of a command that reads no input", async () => {
    await withRun(sandbox, async (box) => {
      const line = "the quick brown fox jumps over the lazy dog";
      const input = streamOfText(line, 16 * MEGABYTES);
      const { stdout, code } = await box.moat(["exec", "host", "--", "sha256sum"], { input });
      expect({ code, sum: stdout.toString().split(" ")[0] }).toEqual({
        code: 0,
        sum: sha256OfText(line, 16 * MEGABYTES),
      });
      for (let round = 1; round <= 5; round += 1) {
        const flood = streamOfText(line, 2 * MEGABYTES);
        const said = await box.moat(["exec", "host", "--", ...sh("head -c 300000 /dev/zero | tr '\\0' x")], {
          input: flood,
        });
        expect({ round, code: said.code, bytes: said.stdout.length }).toEqual({ round, code: 0, bytes: 300_000 });
      }
    });
  });

  it.for<[NodeJS.Signals, string, number]>([
    ["SIGINT", "trap 'echo caught; exit 3' INT", 3],
    ["SIGTERM", "trap 'echo caught; exit 4' TERM", 4],
    ["SIGINT", "", 130],
    ["SIGTERM", "", 143],
    ["SIGHUP", "", 129],
  ])("%s goes to the command (%s)", async ([signal, trap, expected]) => {
    await withRun(sandbox, async (box) => {
      const exec = box.start(["exec", "host", "--", ...sh(`${trap}\necho ready; while :; do sleep 0.1; done`)]);
      await exec.says("ready");
      exec.kill(signal);
      const { code, stdout } = await exec.ended;
      expect({ code, caught: stdout.includes("caught") }).toEqual({ code: expected, caught: trap !== "" });
      const left = await box.moat(["exec", "host", "--", ...sh("cat /proc/[0-9]*/cmdline | tr '\\0' ' '")]);
      expect(left.stdout.toString()).not.toContain("echo ready");
    });
  });

  it("gives the command a terminal: size, resize, keys, exit code; and restores it", async () => {
    await withRun(sandbox, async (box) => {
      const { screen, type, resize } = await openTerminal(box, 'moat exec -it host -- sh; echo "code=$?"');
      type("stty size; echo $TERM; test -t 0 -a -t 1 -a -t 2 && echo begun-$((40+2))\n");
      await screen.says("30 100");
      await screen.says("begun-42");
      expect(screen.stdout).toContain("xterm-256color");
      await resize(132, 50);
      type("until [ \"$(stty size)\" = '50 132' ]; do sleep 0.1; done; echo resized-$((40+2))\n");
      await screen.says("resized-42");
      type("sh -c \"trap 'printf caught-%s 42; exit' INT; printf armed-%s 42; while :; do sleep 0.1; done\"\n");
      await screen.says("armed-42");
      type("\u0003");
      await screen.says("caught-42");
      type("exit 7\n");
      await screen.says("code=7");
      await screen.says("restored");
      await screen.ended;
    });
  });

  it("ends with its run, with 137", async () => {
    await withRun(sandbox, async (box) => {
      const exec = box.start(["exec", "host", "--", ...sh("trap '' TERM; echo ready; while :; do sleep 0.1; done")]);
      await exec.says("ready");
      expect((await box.moat(["stop", "-t", "0", "host"])).code).toBe(0);
      const { code, stderr } = await exec.ended;
      // The container may be gone before the code could be read: then moat says so.
      expect(code === 137 || (code === 125 && stderr.includes("ended")), `${code} ${stderr}`).toBe(true);
    });
  });
});

describe("moat exec", () => {
  it("refuses what it cannot do with 125, a sentence and a hint", async () => {
    await using box = await Box.open();
    expect((await box.moat(["run", "--no-sandbox", "-n", "ended", "--", "true"])).code).toBe(0);
    const refusals = [
      ["exec"],
      ["exec", "ended"],
      ["exec", "ended", "--"],
      ["exec", "ended", "extra", "--", "true"],
      ["exec", "nosuch", "--", "true"],
      ["exec", "ended", "--", "true"],
      ["exec", "--no-such", "ended", "--", "true"],
      ["exec", "-t", "ended", "--", "true"],
      ["exec", "-w", "relative", "ended", "--", "true"],
      ["exec", "-e", "1=2", "ended", "--", "true"],
    ];
    for (const args of refusals) {
      const { code, stdout, stderr } = await box.moat(args);
      expect({ args, code, stdout: stdout.toString() }).toEqual({ args, code: 125, stdout: "" });
      expect(stderr).toMatch(/^moat: .+\n {2}\S/);
    }
    const json = await box.moat(["exec", "--json", "ended", "--", "true"]);
    expect(JSON.parse(json.stdout.toString())).toMatchObject({ error: { code: "USAGE" } });
  });
});
