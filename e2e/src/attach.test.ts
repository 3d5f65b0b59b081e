import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { openTmux } from "./driver/tmux.ts";
import { until } from "./driver/until.ts";

const DETACH = ["C-p", "C-q"] as const;

async function started(box: Box, args: readonly string[]): Promise<void> {
  const { code, stderr } = await box.moat(["run", "-d", ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
}

describe("detach and attach", () => {
  it("a shell goes on while nobody watches, and its screen comes back", async () => {
    await using box = await Box.open();
    await using terminal = await openTmux(box);
    await terminal.type("moat run -i -n nightly -- bash; echo code=$?");
    await terminal.press("Enter");
    await terminal.shows(/[#$]$/);
    // Ctrl-C finds the shell itself at both: of a program that it only just starts, nobody could say when it can be interrupted.
    await terminal.type("echo first-$((40+2)); read -r wait; echo while-$((20+2)); read -r more");
    await terminal.press("Enter");
    await terminal.shows("first-42");
    await terminal.press(...DETACH);
    await terminal.shows("moat: detached from nightly; to come back: moat attach nightly");
    await terminal.shows("code=0");
    await terminal.type("clear; moat attach; echo code=$?");
    await terminal.press("Enter");
    await terminal.shows(/first-42$/);
    await terminal.press("Enter");
    await terminal.shows(/first-42\n+while-22$/);
    await terminal.press("C-c");
    await terminal.type("exit 5");
    await terminal.press("Enter");
    await terminal.shows("code=5");
    const logs = (await box.moat(["logs", "nightly"])).stdout.toString();
    expect(logs).toMatch(/first-42\r\n[^]*while-22\r\n/);
  });

  it("a full-screen program comes back as it was, in a terminal of another size", async () => {
    await using box = await Box.open();
    await box.write("agent.yaml", "base_image: busybox:latest\n");
    await box.write("poem", Array.from({ length: 60 }, (_, line) => `line ${line + 1}.`).join("\n"));
    await using one = await openTmux(box);
    await one.type("moat run -i -n editing -- vi poem");
    await one.press("Enter");
    await one.shows(/^line 1\./);
    await one.type("Ounsaved");
    await one.shows(/^unsaved/);
    await one.press(...DETACH);
    await one.shows("moat attach editing");
    await using two = await openTmux(box);
    await two.resize(70, 20);
    await two.type("moat attach editing; echo code=$?");
    await two.press("Enter");
    await two.shows(/^unsaved\nline 1\.\n[^]*line 18\.(?:\n|$)/);
    await two.press("Escape");
    // What comes within 50 ms of it vi takes for the rest of a function key.
    await two.shows(/^- poem \[Modified\]/m);
    await two.type(":q!");
    await two.press("Enter");
    await two.shows("code=0");
    expect(await box.json(["list"])).toEqual([]);
  });

  it("two terminals share a run: both see it, both type, one leaves and the other stays", async () => {
    await using box = await Box.open();
    await started(box, ["-i", "-n", "shared", "--", "bash"]);
    await using one = await openTmux(box);
    await using two = await openTmux(box);
    for (const terminal of [one, two]) {
      await terminal.type("moat attach shared; echo code=$?");
      await terminal.press("Enter");
      await terminal.shows(/[#$]$/);
    }
    await one.type("echo from-one-$((40+2))");
    await one.press("Enter");
    for (const terminal of [one, two]) await terminal.shows("from-one-42");
    await two.type("echo from-two-$((40+2))");
    await two.press("Enter");
    for (const terminal of [one, two]) await terminal.shows("from-two-42");
    await one.press(...DETACH);
    await one.shows("code=0");
    await two.type("exit 6");
    await two.press("Enter");
    await two.shows("code=6");
    await one.type("moat attach shared; echo code=$?");
    await one.press("Enter");
    await one.shows(/moat: The run shared has ended\.\n {2}See what it wrote: moat logs shared\ncode=125/);
    expect(await box.json(["list"])).toEqual([]);
  });

  it("attaches to a run that another moat has in its terminal, and says which it takes when none is named", async () => {
    await using box = await Box.open();
    await using one = await openTmux(box);
    await using two = await openTmux(box);
    await one.type("moat run -i -n front -- bash; echo code=$?");
    await one.press("Enter");
    await one.shows(/[#$]$/);
    await one.type("echo begun-$((40+2))");
    await one.press("Enter");
    await one.shows("begun-42");
    await two.type("moat attach 2>../said; echo code=$?");
    await two.press("Enter");
    await two.shows("begun-42");
    await two.type("exit 7");
    await two.press("Enter");
    for (const terminal of [one, two]) await terminal.shows("code=7");
    expect((await box.startProgram("cat", ["../said"]).ended).stdout.toString()).toContain("front");
  });

  it("keys that are not the escape keys reach the command, and others may be chosen", async () => {
    await using box = await Box.open();
    await started(box, ["-i", "-n", "keys", "--", "sh", "-c", "stty raw -echo; echo ready; cat -v"]);
    await using terminal = await openTmux(box);
    await terminal.type("MOAT_DETACH_KEYS=ctrl-a,d moat attach keys; echo code=$?");
    await terminal.press("Enter");
    await terminal.shows("ready");
    await terminal.press("C-p", "C-q", "C-p", "x", "C-a", "y", "C-a");
    await terminal.shows("^P^Q^Px^Ay^A");
    await terminal.press("C-a", "d");
    await terminal.shows("code=0");
    expect((await box.moat(["stop", "-t", "0", "keys"])).code).toBe(0);
  });
});

describe("attach to a run without a terminal", () => {
  it("shows what comes from now on, sends signals, and returns the exit code", async () => {
    await using box = await Box.open();
    const script = "trap 'echo caught >&2; exit 9' TERM; while :; do echo tick; sleep 0.1; done";
    await started(box, ["-n", "ticking", "--", "sh", "-c", script]);
    const attached = box.start(["attach", "ticking"]);
    await attached.says("tick");
    attached.kill("SIGTERM");
    const { code, stderr } = await attached.ended;
    expect({ code, stderr }).toEqual({ code: 9, stderr: "caught\n" });
  });

  it("a second SIGINT ends what ignores the first; SIGHUP, and a reader that goes, leave the run alone", async () => {
    await using box = await Box.open();
    const script = "trap 'echo ignored' INT; while :; do echo tick; sleep 0.1; done";
    await started(box, ["-n", "stubborn", "--", "sh", "-c", script]);
    const left = box.start(["attach", "stubborn"]);
    await left.says("tick");
    left.kill("SIGHUP");
    expect((await left.ended).code).toBe(0);
    const unread = await box.startProgram("sh", ["-c", `${box.program} attach stubborn | head -n 1`]).ended;
    expect(unread.stdout.toString()).toMatch(/^(tick|ignored)\n$/);
    expect(await box.json(["list"])).toMatchObject([{ name: "stubborn", state: { status: "running" } }]);
    const attached = box.start(["attach", "stubborn"]);
    await attached.says("tick");
    attached.kill("SIGINT");
    await attached.says("ignored");
    attached.kill("SIGINT");
    expect((await attached.ended).code).toBe(137);
  });

  it("feeds a run that reads, unless told not to; then the input stays open", async () => {
    await using box = await Box.open();
    const first = box.start(["run", "-n", "reading", "--", "cat"], { input: { open: true } });
    first.child.stdin?.write("one\n");
    await first.says("one\n");
    const watching = box.start(["attach", "--no-stdin", "reading"], { input: "never\n" });
    await until("it sees what is written", () => {
      first.child.stdin?.write("two\n");
      return watching.stdout.includes("two\n");
    });
    watching.kill("SIGHUP");
    await watching.ended;
    first.child.stdin?.write("three\n");
    await first.says("three\n");
    const feeding = await box.moat(["attach", "reading"], { input: "four\n" });
    expect(feeding.code).toBe(0);
    expect(feeding.stdout.toString()).toMatch(/four\n$/);
    const { code, stdout } = await first.ended;
    expect(code).toBe(0);
    expect(stdout.toString()).toMatch(/^one\n(?:two\n)+three\nfour\n$/);
  });
});

describe("attach refuses", () => {
  it("a run that has ended, that is not there, or that has a terminal when there is none here", async () => {
    await using box = await Box.open();
    const none = await box.moat(["attach"]);
    expect(none.code).toBe(125);
    expect(none.stderr).toMatch(/^moat: No run is live.*\n {2}\S/);
    await started(box, ["-n", "brief", "--", "true"]);
    expect((await box.moat(["stop", "brief"])).code).toBe(0);
    const ended = await box.moat(["attach", "brief"]);
    expect(ended.code).toBe(125);
    expect(ended.stderr).toBe("moat: The run brief has ended.\n  See what it wrote: moat logs brief\n");
    await started(box, ["-i", "-n", "screen", "--", "cat"]);
    const blind = await box.moat(["attach", "screen"]);
    expect(blind.code).toBe(125);
    expect(blind.stderr).toMatch(/^moat: The run screen has a terminal.*\n {2}.*moat attach --no-stdin screen\n$/);
    const keys = await box.moat(["attach", "--no-stdin", "--detach-keys", "ctrl-a", "screen"]);
    expect(keys.code).toBe(125);
    expect(keys.stderr).toMatch(/^moat: The flag --detach-keys has no effect/);
    expect((await box.moat(["stop", "-t", "0", "screen"])).code).toBe(0);
  });

  it("keys that are none", async () => {
    await using box = await Box.fresh();
    const { code, stderr } = await box.moat(["run", "--detach-keys", "ctrl-p", "--", "true"]);
    expect({ code, stderr }).toMatchObject({ code: 125, stderr: expect.stringContaining("--detach-keys") });
    expect(await box.leftovers()).toEqual([]);
  });
});
