import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { exists } from "./driver/exists.ts";
import { openTerminal } from "./driver/pty.ts";
import { until } from "./driver/until.ts";

describe("an interactive run in a real terminal", () => {
  it("has the terminal's size, keys, and exit code, and restores the terminal", async () => {
    await using box = await Box.open();
    const { screen, type } = await openTerminal(box, 'moat run -i -- sh; echo "code=$?"');
    type("stty size; echo $TERM; test -t 0 -a -t 1 -a -t 2 && echo begun-$((40+2))\n");
    await screen.says("30 100");
    await screen.says("begun-42");
    expect(screen.stdout).toContain("xterm-256color");
    type("exit 7\n");
    await screen.says("code=7");
    await screen.says("restored");
    await screen.ended;
  });

  it("changes of size reach the command", async () => {
    await using box = await Box.open();
    const script = "trap 'stty size' WINCH; echo ready; while :; do sleep 0.1; done";
    const { screen, type, resize } = await openTerminal(box, `moat run -i -- sh -c "${script}"; echo "code=$?"`);
    await screen.says("ready");
    await resize(132, 50);
    await screen.says("50 132");
    type("\u0003");
    await screen.says("code=130");
    await screen.says("restored");
    expect((await screen.ended).signal).toBeUndefined();
  });

  it("Ctrl-C is the command's", async () => {
    await using box = await Box.open();
    const script = "trap 'echo caught; exit 9' INT; echo ready; while :; do sleep 0.1; done";
    const { screen, type } = await openTerminal(box, `moat run -i -- sh -c "${script}"; echo "code=$?"`);
    await screen.says("ready");
    type("\u0003");
    await screen.says("caught");
    await screen.says("code=9");
    await screen.says("restored");
    expect((await screen.ended).signal).toBeUndefined();
  });

  it("Ctrl-D ends a shell", async () => {
    await using box = await Box.open();
    const { screen, type } = await openTerminal(box, 'moat run -i; echo "code=$?"');
    type("echo begun-$((40+2))\n");
    await screen.says("begun-42");
    type("\u0004");
    await screen.says("code=0");
    expect((await screen.ended).signal).toBeUndefined();
  });

  it("without -i the keys stay the terminal's", async () => {
    await using box = await Box.open();
    const script = "test -t 0 && echo tty; cat | wc -c";
    const { screen } = await openTerminal(box, `moat run -- sh -c "${script}"; echo "code=$?"`);
    await screen.says("code=0");
    await screen.ended;
    expect(screen.stdout).not.toContain("tty\r");
    expect(screen.stdout).toMatch(/^0\r?$/m);
  });

  it("Ctrl-C without -i goes to the command", async () => {
    await using box = await Box.open();
    const script = "trap 'echo caught; exit 9' INT; echo ready; while :; do sleep 0.1; done";
    const { screen, type } = await openTerminal(box, `moat run -- sh -c "${script}"; echo "code=$?"`);
    await screen.says("ready");
    type("\u0003");
    await screen.says("caught");
    expect((await screen.ended).signal).toBeUndefined();
  });

  it("a hangup leaves the run alone", async () => {
    await using box = await Box.open();
    const { screen } = await openTerminal(box, "moat run -i -n left -- sh -c 'echo ready; sleep 100'");
    await screen.says("ready");
    screen.kill("SIGKILL");
    await screen.ended;
    expect(await box.json(["list"])).toMatchObject([{ name: "left", state: { status: "running" } }]);
    expect((await box.moat(["stop", "-t", "0", "left"])).code).toBe(0);
  });

  it("a hangup leaves a run of the background alone, whose moat gets no SIGHUP but cannot write", async () => {
    await using box = await Box.open();
    const pidFile = join(box.directory, "pid");
    const command = "sh -c 'while :; do echo ready; sleep 0.05; done'";
    const { screen } = await openTerminal(box, `set -m; moat run -n left -- ${command} & echo $! > ${pidFile}; wait`);
    await screen.says("ready");
    screen.kill("SIGKILL");
    const pid = (await readFile(pidFile, "utf8")).trim();
    await until("moat has left", async () => !(await exists(`/proc/${pid}`)));
    expect(await box.json(["list"])).toMatchObject([{ name: "left", state: { status: "running" } }]);
    expect((await box.moat(["stop", "-t", "0", "left"])).code).toBe(0);
  });

  it("a hangup reaches a command of moat exec", async () => {
    await using box = await Box.open();
    await box.moat(["run", "-d", "-n", "host", "--", "sleep", "100"]);
    const script = "trap 'echo hung up > told; exit' HUP; while :; do echo ready; sleep 0.05; done";
    await box.write("told.sh", script);
    const { screen } = await openTerminal(box, "moat exec -it host -- sh told.sh");
    await screen.says("ready");
    screen.kill("SIGKILL");
    await until("it was told", async () => await exists(join(box.workspace, "told")));
    expect((await box.moat(["stop", "-t", "0", "host"])).code).toBe(0);
  });

  it("without a terminal it is refused", async () => {
    await using box = await Box.fresh();
    const plain = await box.moat(["run", "-i", "--", "sh"]);
    expect(plain.code).toBe(125);
    expect(plain.stderr).toMatch(/^moat: Interactive mode needs a terminal, and stdin is not one\.\n {2}\S/);
    await box.write("agent.yaml", "interactive: true\n");
    const fromFile = await box.moat(["run", "--dry-run", "--json", "--", "sh"]);
    expect(fromFile.code).toBe(125);
    expect(JSON.parse(fromFile.stdout.toString())).toMatchObject({ error: { code: "INTERACTIVE_NEEDS_TERMINAL" } });
  });
});
