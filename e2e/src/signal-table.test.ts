import { access } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { Failpoint } from "./driver/failpoint.ts";
import type { MoatProcess } from "./driver/moat-process.ts";
import { MODES, type Mode, startRun } from "./driver/modes.ts";
import { until } from "./driver/until.ts";

// Docs: content/reference/01-cli.md, "Signals", is what this table is the long form of.
type Event = NodeJS.Signals | "window close";
type Manner = "handles" | "ignores";
type Result =
  /** The command handles it and ends with 7, and so does moat. */
  | "command ends"
  /** The command has it, and both go on. */
  | "both go on"
  /** Moat leaves, and the command never hears of it. */
  | "moat leaves";

const EVENTS: readonly (readonly [Event, Readonly<Record<Manner, Result>>])[] = [
  ["SIGINT", { handles: "command ends", ignores: "both go on" }],
  ["SIGTERM", { handles: "command ends", ignores: "both go on" }],
  ["SIGQUIT", { handles: "command ends", ignores: "both go on" }],
  ["SIGHUP", { handles: "moat leaves", ignores: "moat leaves" }],
  ["window close", { handles: "moat leaves", ignores: "moat leaves" }],
];

const ROWS = MODES.flatMap((mode) =>
  EVENTS.flatMap(([event, results]) =>
    (["handles", "ignores"] as const).map((manner) => ({
      mode,
      event,
      manner,
      result: mode === "detached" ? "moat leaves" : results[manner],
    })),
  ),
);

/** A command that says `ready`, handles or ignores all of these signals, and ends with 3 when there is a file `go`. */
const command = (manner: Manner): readonly string[] => {
  const action = manner === "handles" ? "'echo caught; exit 7'" : "''";
  const wait = "while [ ! -e go ]; do sleep 0.05; done";
  return ["sh", "-c", `trap ${action} INT TERM QUIT HUP; echo ready; ${wait}; echo went; exit 3`];
};

describe.concurrent("signals, once the command runs", () => {
  it.for(ROWS)("$event, $mode, the command $manner it: $result", async ({ mode, event, manner, result }) => {
    await using box = await Box.open();
    const isWindow = event === "window close" || mode === "interactive";
    const { moat, pid } = await running(box, mode, manner, isWindow);
    if (event === "window close") moat.kill("SIGKILL");
    else if (mode !== "detached") process.kill(pid, event);

    if (result === "command ends") {
      expect(await codeOf(moat, isWindow)).toBe(7);
      await expectRecord(box, { status: "exited", exitCode: 7, signal: "" });
    } else if (result === "both go on") {
      expect(await box.json(["list"])).toMatchObject([{ state: { status: "running" } }]);
      await box.write("go", "");
      expect(await codeOf(moat, isWindow)).toBe(3);
      await expectRecord(box, { status: "exited", exitCode: 3, signal: "" });
    } else {
      await until("moat has ended", async () => !(await lives(pid)));
      if (event !== "window close") expect(await codeOf(moat, isWindow)).toBe(0);
      expect(await box.json(["list"])).toMatchObject([{ state: { status: "running" } }]);
      await box.write("go", "");
      await until("the command has ended", async () => (await box.states()).join() === "exited");
      await expectRecord(box, { status: "exited", exitCode: 3, signal: "" });
    }
    const { stdout } = await box.moat(["logs", "signalled"]);
    const said = stdout.toString().replaceAll("\r", "");
    expect(said).toBe(result === "command ends" ? "ready\ncaught\n" : "ready\nwent\n");
    expect(await box.leftovers()).toEqual([]);
  });
});

describe.concurrent("signals while moat run -d makes the run", () => {
  it.for<[NodeJS.Signals, number]>([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGQUIT", 131],
    ["SIGHUP", 129],
  ])("%s before the start undoes everything: %i", async ([signal, expected]) => {
    await using box = await Box.open();
    const failpoint = new Failpoint(box, "before:containers.start");
    const moat = await startRun(box, "detached", { name: "signalled", command: ["true"], env: failpoint.env });
    process.kill(await failpoint.reached(), signal);
    await failpoint.letGo();
    const { code, stdout } = await moat.ended;
    expect({ code, stdout: stdout.toString() }).toEqual({ code: expected, stdout: "" });
    expect(await box.leftovers()).toEqual([]);
    await expectRecord(box, { status: "failed", code: "CANCELED" });
  });

  it.for<NodeJS.Signals>(["SIGINT", "SIGTERM", "SIGQUIT", "SIGHUP"])(
    "%s after the start, before the id is printed, changes nothing",
    async (signal) => {
      await using box = await Box.open();
      const failpoint = new Failpoint(box, "after:store.update#2");
      const work = command("handles");
      const moat = await startRun(box, "detached", { name: "signalled", command: work, env: failpoint.env });
      process.kill(await failpoint.reached(), signal);
      await failpoint.letGo();
      const { code, stdout } = await moat.ended;
      expect({ code, stdout: stdout.toString() }).toEqual({ code: 0, stdout: expect.stringMatching(/^run_\w{12}\n$/) });
      await box.write("go", "");
      await until("the command has ended", async () => (await box.states()).join() === "exited");
      await expectRecord(box, { status: "exited", exitCode: 3 });
    },
  );
});

/** Starts the run and waits until its command is ready. */
async function running(box: Box, mode: Mode, manner: Manner, isWindow: boolean) {
  const failpoint = new Failpoint(box, "");
  const run = { name: "signalled", command: command(manner), env: failpoint.env };
  const moat = await startRun(box, mode, { ...run, isWindow });
  if (mode === "detached")
    await until("it is ready", async () => (await box.moat(["logs", "signalled"])).stdout.includes("ready"));
  else await moat.says("ready");
  return { moat, pid: await failpoint.pid() };
}

/** Moat's exit code: its own, or as the terminal's shell has it. */
async function codeOf(moat: MoatProcess, isWindow: boolean): Promise<number | undefined> {
  const { code, stdout } = await moat.ended;
  return isWindow ? Number(/code=(\d+)/.exec(stdout.toString())?.[1]) : code;
}

async function expectRecord(box: Box, state: object): Promise<void> {
  expect(await box.json(["list", "--all"])).toMatchObject([{ name: "signalled", state }]);
}

async function lives(pid: number): Promise<boolean> {
  return await access(`/proc/${pid}`).then(
    () => true,
    () => false,
  );
}
