import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { openTerminal } from "./driver/pty.ts";

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
