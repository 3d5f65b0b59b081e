import { describe, expect, it } from "vitest";
import { START, type RunScene, runScene } from "../testing/run-scene.ts";
import type { RunIO } from "./attend-run.ts";
import { type ExecRequest, attendExecution, execInRun, execRequestToSpec } from "./exec-in-run.ts";
import { startRun } from "./start-run.ts";
import { stopRun } from "./stop-run.ts";

const SIZE = { columns: 0, rows: 0 };

function request(command: readonly string[], given: Partial<ExecRequest> = {}): ExecRequest {
  return { command, env: [], user: "", workingDir: "", tty: false, stdin: false, terminalSize: SIZE, ...given };
}

async function running(scene: RunScene): Promise<string> {
  const { record } = await startRun(scene.context, scene.plan(["wait-forever"]), START);
  return record.name;
}

function recorder(stdin?: RunIO["stdin"]): { io: RunIO; written: { stdout: string; stderr: string } } {
  const written = { stdout: "", stderr: "" };
  const take = (stream: "stdout" | "stderr") => async (data: Uint8Array) => {
    written[stream] += Buffer.from(data).toString();
  };
  return { io: { stdin, stdout: take("stdout"), stderr: take("stderr") }, written };
}

async function* bytes(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

describe("execInRun", () => {
  it("runs a command in the run, with the run's environment and directory", async () => {
    const scene = runScene();
    const name = await running(scene);
    const { io, written } = recorder();
    const names = ["MOAT_RUN_NAME", "MORE", "HOME"];
    const execution = await execInRun(
      scene.context,
      name,
      request(["print-environment", ...names], { env: ["MORE=1"] }),
      {},
    );
    expect(await attendExecution(execution, io)).toBe(0);
    expect(written.stdout).toMatch(new RegExp(String.raw`^${name}\x001\x00/`));
    const where = recorder();
    await attendExecution(await execInRun(scene.context, name, request(["print-directory"]), {}), where.io);
    expect(where.written.stdout).toBe("/workspace\n");
  });

  it("passes bytes on in both directions, and returns the command's code", async () => {
    const scene = runScene();
    const name = await running(scene);
    const { io, written } = recorder(bytes("a\n", "b\n"));
    const cat = await execInRun(scene.context, name, request(["cat"], { stdin: true }), {});
    expect(await attendExecution(cat, io)).toBe(0);
    expect(written.stdout).toBe("a\nb\n");
    const speaking = recorder();
    const speak = await execInRun(scene.context, name, request(["speak", "o", "e", "42"]), {});
    expect(await attendExecution(speak, speaking.io)).toBe(42);
    expect(speaking.written).toEqual({ stdout: "o", stderr: "e" });
  });

  it("refuses a run that does not run, and one that is not there", async () => {
    const scene = runScene();
    const name = await running(scene);
    await stopRun(scene.context, name, 0);
    await expect(execInRun(scene.context, name, request(["exit", "0"]), {})).rejects.toMatchObject({
      code: "RUN_NOT_RUNNING",
      message: `The run ${name} is not running: it has ended.`,
      hint: expect.stringContaining(`moat logs ${name}`),
    });
    await expect(execInRun(scene.context, "nosuch", request(["exit", "0"]), {})).rejects.toMatchObject({
      code: "RUN_NOT_FOUND",
    });
  });

  it("refuses a run whose container somebody has stopped or removed", async () => {
    const scene = runScene();
    const name = await running(scene);
    const id = scene.runtime.engine.containers[0]?.id ?? "";
    await scene.runtime.containers.stop(id, 0);
    const refused = { code: "RUN_NOT_RUNNING" };
    await expect(execInRun(scene.context, name, request(["exit", "0"]), {})).rejects.toMatchObject(refused);
    await scene.runtime.containers.remove(id);
    await expect(execInRun(scene.context, name, request(["exit", "0"]), {})).rejects.toMatchObject(refused);
  });
});

describe("execRequestToSpec", () => {
  it("takes variables as moat run does, and the terminal's type with a terminal", () => {
    const hostEnv = { TERM: "xterm", HERE: "value" };
    const spec = execRequestToSpec(request(["x"], { tty: true, env: ["A=1", "B=", "HERE", "MISSING"] }), hostEnv);
    expect(spec.env).toEqual({ TERM: "xterm", A: "1", B: "", HERE: "value" });
    expect(execRequestToSpec(request(["x"]), hostEnv).env).toEqual({});
  });

  it.each([["MOAT_RUN_ID=x"], ["1A=x"], ["=x"]])("refuses the variable %s", (text) => {
    expect(() => execRequestToSpec(request(["x"], { env: [text] }), {})).toThrow(
      expect.objectContaining({ code: "ENV_INVALID" }),
    );
  });

  it.each([
    ["root", "/root"],
    ["0", "/root"],
    ["0:0", "/root"],
    ["rooty", undefined],
    ["1000", undefined],
  ])("gives %s its own home, where that is known", (user, home) => {
    expect(execRequestToSpec(request(["x"], { user }), {}).env["HOME"]).toBe(home);
  });
});
