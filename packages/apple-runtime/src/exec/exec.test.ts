import { execSpec } from "@moat/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppleScene, appleScene, wordOf } from "../testing/apple-scene.ts";
import { execArguments } from "./exec-arguments.ts";
import { mergeOutputs } from "./merge-outputs.ts";

function write(given: Parameters<typeof execSpec>[0]) {
  return execArguments("c1", execSpec(given), { marker: "m", ownVariables: ["HOME", "OWN"] });
}

describe("the call that runs one more process", () => {
  it.each([
    ["a command", { command: ["-x", "--"] }, ["exec", "--env=MOAT_EXEC_ID=m", "c1", "-x", "--"]],
    [
      "everything",
      { command: ["sh"], tty: true, stdin: true, user: "1:2", workingDir: "/w" },
      ["exec", "--interactive", "--tty", "--user=1:2", "--workdir=/w", "--env=MOAT_EXEC_ID=m", "c1", "sh"],
    ],
  ])("%s", (_, given, args) => {
    expect(write(given)).toEqual({ args, env: {} });
  });

  it("sets a variable of the container's own by env inside, for the first of one name would win", () => {
    expect(write({ command: ["sh"], env: { OWN: "new", MORE: "secret" } })).toEqual({
      args: ["exec", "--env=MOAT_EXEC_ID=m", "--env=MORE", "c1", "env", "OWN=new", "sh"],
      env: { MORE: "secret" },
    });
  });
});

async function* of(...pieces: readonly string[]) {
  for (const piece of pieces) yield Buffer.from(piece);
}

async function* broken() {
  yield Buffer.from("x");
  throw new Error("broken");
}

it("merges outputs as they come, each to its end, and survives one that breaks", async () => {
  const seen: string[] = [];
  for await (const { stream, data } of mergeOutputs([
    ["stdout", of("a", "b")],
    ["stderr", broken()],
  ]))
    seen.push(`${stream} ${Buffer.from(data).toString()}`);
  expect(seen.toSorted()).toEqual(["stderr x", "stdout a", "stdout b"]);
});

describe("a process beside the container's own", () => {
  let scene: AppleScene;
  beforeAll(async () => {
    scene = await appleScene();
  });
  afterAll(async () => scene[Symbol.asyncDispose]());

  it("that says Error and ends with 1 is not taken for a failure of the program", async () => {
    const { containers, streams } = await scene.open();
    const { id } = await containers.create(scene.spec("exec sleep 1000000"));
    await containers.start(id);
    const command = ["sh", "-c", "echo 'Error: user not found' >&2; exit 1"];
    const execution = await streams.exec(id, execSpec({ command }));
    const said: string[] = [];
    for await (const { data } of execution.output) said.push(Buffer.from(data).toString());
    expect(said.join("")).toBe("Error: user not found\n");
    expect(await execution.wait()).toBe(1);
    scene.fake.fail({ fault: "daemon-down", command: "exec" });
    const refused = streams.exec(id, execSpec({ command: ["true"] })).then((late) => late.wait());
    expect(await wordOf(refused)).toBe("ENGINE_UNREACHABLE");
    await containers.remove(id);
    expect(await scene.leftovers()).toEqual([]);
  });
});
