import { describe, expect, it } from "vitest";
import { endWork } from "./driver/aftermath.ts";
import { Box } from "./driver/box.ts";
import { exists } from "./driver/exists.ts";
import { Failpoint } from "./driver/failpoint.ts";
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

const isFull = (process.env["MOAT_TEST_FULL"] ?? "") !== "";

/** Nobody who has left a detached run can pass anything on to it: a signal and a window stand for all. */
const isForFull = (mode: Mode, event: Event) => mode === "detached" && !["SIGINT", "window close"].includes(event);

const ROWS = MODES.flatMap((mode) =>
  EVENTS.flatMap(([event, results]) =>
    (["handles", "ignores"] as const).map((manner) => ({
      mode,
      event,
      manner,
      result: mode === "detached" ? "moat leaves" : results[manner],
    })),
  ),
).filter(({ mode, event }) => isFull || !isForFull(mode, event));

/** A command that says `ready`, handles or ignores all of these signals, and ends with 3 when there is a file `go`. */
const command = (manner: Manner): readonly string[] => {
  const action = manner === "handles" ? "'echo caught; exit 7'" : "''";
  const wait = "while [ ! -e go ]; do sleep 0.2; done";
  return ["sh", "-c", `trap ${action} INT TERM QUIT HUP; echo ready; ${wait}; echo went; exit 3`];
};

const rowsOf = (wanted: Result) => ROWS.filter((row) => row.result === wanted);

describe.concurrent("signals, once the command runs", () => {
  it.for(rowsOf("command ends"))("$event, $mode, the command $manner it: $result", async ({ mode, event, manner }) => {
    await using box = await Box.open();
    const run = await running(box, mode, manner);
    run.receives(event);
    expect(await run.code()).toBe(7);
    await expectRecord(box, { status: "exited", exitCode: 7, signal: "" });
    expect(await said(box)).toBe("ready\ncaught\n");
    expect(await box.leftovers()).toEqual([]);
  });

  it.for(rowsOf("both go on"))("$event, $mode, the command $manner it: $result", async ({ mode, event, manner }) => {
    await using box = await Box.open();
    const run = await running(box, mode, manner);
    run.receives(event);
    expect(await box.json(["list"])).toMatchObject([{ state: { status: "running" } }]);
    await box.write("go", "");
    expect(await run.code()).toBe(3);
    await expectRecord(box, { status: "exited", exitCode: 3, signal: "" });
    expect(await said(box)).toBe("ready\nwent\n");
    expect(await box.leftovers()).toEqual([]);
  });

  it.for(rowsOf("moat leaves"))("$event, $mode, the command $manner it: $result", async ({ mode, event, manner }) => {
    await using box = await Box.open();
    const run = await running(box, mode, manner, event);
    run.receives(event);
    await until("moat has ended", async () => !(await exists(`/proc/${run.pid}`)));
    // Of a window that is closed nobody sees the code.
    expect([0, undefined]).toContain(await run.code());
    expect(await box.json(["list"])).toMatchObject([{ state: { status: "running" } }]);
    await endWork(box);
    await expectRecord(box, { status: "exited", exitCode: 3, signal: "" });
    expect(await said(box)).toBe("ready\nwent\n");
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
      await endWork(box);
      await expectRecord(box, { status: "exited", exitCode: 3 });
    },
  );
});

/** Starts a run, in a window where that is to be closed, and waits until its command is ready. */
async function running(box: Box, mode: Mode, manner: Manner, event: Event = "SIGINT") {
  const isWindow = event === "window close" || mode === "interactive";
  const failpoint = new Failpoint(box, "");
  const run = { name: "signalled", command: command(manner), env: failpoint.env };
  const moat = await startRun(box, mode, { ...run, isWindow });
  if (mode === "detached") await until("it is ready", async () => (await said(box)) === "ready\n");
  else await moat.says("ready");
  const pid = await failpoint.pid();
  return {
    pid,
    receives(what: Event) {
      if (what === "window close") moat.kill("SIGKILL");
      // The process that started a run in the background has ended: it cannot be told anything.
      else if (mode !== "detached") process.kill(pid, what);
    },
    /** Moat's exit code, its own or as the terminal's shell has it; undefined where nobody has seen it. */
    async code(): Promise<number | undefined> {
      const { code, stdout } = await moat.ended;
      const seen = /code=(\d+)/.exec(stdout.toString())?.[1];
      return isWindow && seen !== undefined ? Number(seen) : code;
    },
  };
}

async function said(box: Box): Promise<string> {
  return (await box.moat(["logs", "signalled"])).stdout.toString().replaceAll("\r", "");
}

async function expectRecord(box: Box, state: object): Promise<void> {
  expect(await box.json(["list", "--all"])).toMatchObject([{ name: "signalled", state }]);
}
