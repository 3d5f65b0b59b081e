import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../contract/until.ts";
import { type FakeContainer, createFakeContainer } from "./create-fake-container.ts";
import type { FakeProfile } from "./profile.ts";

let fake: FakeContainer;
let directory: string;

beforeAll(async () => {
  fake = await createFakeContainer();
  directory = await mkdtemp(join(tmpdir(), "moat-fake-test-"));
});
afterAll(async () => {
  await fake[Symbol.asyncDispose]();
  await rm(directory, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function start(args: readonly string[], of: FakeContainer = fake): Started {
  const child = spawn(of.program, [...args], { stdio: ["pipe", "pipe", "pipe"] });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
  const ended = once(child, "close").then(() => ({ code: child.exitCode, ...said }));
  return { child, ended, stdout: () => said.stdout, stderr: () => said.stderr };
}

async function call(...args: readonly string[]) {
  const { child, ended } = start(args);
  child.stdin?.end();
  return await ended;
}

describe("the fake refuses what the real parser refuses, with 64", () => {
  it.each([
    ["an unknown option", ["create", "--privileged", "fake:latest"]],
    ["an option of another command", ["create", "--progress=none", "fake:latest"]],
    ["Docker's option for hosts", ["run", "--add-host=a:1", "fake:latest"]],
    ["a missing value", ["create", "--name"]],
    ["a value that looks like an option", ["create", "--name", "--tty", "fake:latest"]],
    ["a value for a flag", ["create", "--tty=yes", "fake:latest"]],
    ["a number that is none", ["create", "--cpus=1.5", "fake:latest"]],
    ["a missing image", ["create"]],
    ["an argument too many", ["start", "a", "b"]],
    ["no command for exec", ["exec", "a"]],
    ["an option of a later version", ["create", "--shm-size"]],
  ])("%s", async (_, args) => {
    expect(await call(...args)).toMatchObject({
      code: 64,
      stdout: "",
      stderr: expect.stringMatching(/^Error: .*\nUsage: /),
    });
  });

  it("a word that is no command", async () => {
    expect(await call("pull", "x")).toMatchObject({ code: 64, stderr: "Error: Plugin 'container-pull' not found\n" });
  });

  it("an option that came later", async () => {
    for (const [profile, code] of [
      ["1.0.0", 64],
      ["1.2.2", 0],
    ] as const) {
      await using other = await createFakeContainer({ profile });
      const { child, ended } = start(["create", "--kernel-arg=x", "fake:latest"], other);
      child.stdin?.end();
      expect((await ended).code).toBe(code);
    }
  });
});

it.each([
  ["a label with =", ["create", "--label=a=b=c", "fake:latest"], "invalid label format"],
  ["a name with a slash", ["create", "--name=a/b", "fake:latest"], "is not a valid container ID"],
  ["a mount without a source", ["create", "--volume=/none/at/all:/x", "fake:latest"], "does not exist"],
  [
    "a mount of a file by --mount",
    ["create", "--mount=type=bind,source=/etc/passwd,target=/x", "fake:latest"],
    "is not a directory",
  ],
  ["a path with a colon", ["create", "--volume=/a:/b:/c:ro", "fake:latest"], "invalid volume format"],
  ["a port without the host's", ["create", "--publish=80", "fake:latest"], "invalid publish value"],
  ["too little memory", ["create", "--memory=100M", "fake:latest"], "minimum memory amount allowed is 200 MiB"],
  ["a network that is not there", ["create", "--network=none-such", "fake:latest"], "network none-such not found"],
  ["an image that is nowhere", ["create", "none:such"], "404 Not Found"],
  ["no container", ["stop"], "no containers specified"],
  ["a signal that does not exist", ["kill", "--signal=NONE", "x"], "invalid signal: NONE"],
])("refuses %s, with 1", async (_, args, words) => {
  expect(await call(...args)).toMatchObject({ code: 1, stderr: expect.stringContaining(words) });
});

describe("an attached program", () => {
  it("has the exit code, which is nowhere else; run removes what it could not start", async () => {
    expect(await call("run", "--name=once", "fake:latest", "sh", "-c", "echo out; exit 42")).toMatchObject({
      code: 42,
      stdout: "out\n",
    });
    const [{ status }]: [{ status: object }] = JSON.parse((await call("inspect", "once")).stdout);
    expect(Object.keys(status)).toEqual(["networks", "startedDate", "state"]);
    expect(await call("run", "--name=never", "fake:latest", "no-such-program")).toMatchObject({
      code: 1,
      stderr: "Error: failed to find target executable no-such-program\n",
    });
    expect(fake.containers()).not.toContain("never");
  });

  it("hears signals and does not pass them on; the third ends run", async () => {
    const run = start(["run", "--name=deaf", "--init", "fake:latest", "sh", "-c", "echo ready; exec sleep 1000000"]);
    await until("it is ready", () => run.stdout().includes("ready"));
    for (const count of [1, 2, 3]) {
      run.child.kill("SIGTERM");
      await until("it complains", () => run.stderr().split("failed to send signal").length > count);
    }
    expect(await run.ended).toMatchObject({ code: 1, stderr: expect.stringContaining("Received 3 SIGINT/SIGTERM's") });
    expect((await call("list", "--quiet")).stdout).toContain("deaf");
    await call("delete", "--force", "deaf");
  });

  it("that dies takes the log with it, and not the container", async () => {
    const [go, gone] = [join(directory, "go"), join(directory, "gone")];
    const script = `echo one; while [ ! -e ${go} ]; do sleep 0.1; done; echo two; : > ${gone}; exec sleep 1000000`;
    const run = start(["run", "--name=freeze", "--init", "fake:latest", "sh", "-c", script]);
    await until("it is ready", () => run.stdout().includes("one"));
    run.child.kill("SIGKILL");
    await run.ended;
    await writeFile(go, "");
    await until("it goes on", () => existsSync(gone));
    expect((await call("list", "--quiet")).stdout).toContain("freeze");
    expect((await call("logs", "freeze")).stdout).toBe("one\n");
    await call("delete", "--force", "freeze");
  });

  it("needs a terminal for a terminal", async () => {
    await call("create", "--name=console", "--tty", "fake:latest", "true");
    expect(await call("start", "--attach", "--interactive", "console")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Inappropriate ioctl"),
    });
  });

  it("is the first process, and without an init hears only what it handles", async () => {
    await call("create", "--name=first", "fake:latest", "sh", "-c", "exec sleep 1000000");
    await call("start", "first");
    await call("kill", "--signal=TERM", "first");
    expect((await call("list", "--quiet")).stdout).toContain("first");
    expect((await call("stop", "--time=0", "first")).code).toBe(0);
    expect((await call("list", "--quiet")).stdout).not.toContain("first");
  });
});

it("follows a log for ever", async () => {
  await call("run", "--name=followed", "fake:latest", "sh", "-c", "echo said");
  const follow = start(["logs", "--follow", "followed"]);
  await until("it is read", () => follow.stdout() === "said\n");
  await call("delete", "followed");
  expect(follow.child.exitCode).toBeNull();
  follow.child.kill("SIGKILL");
  await follow.ended;
});

describe("build", () => {
  it("makes an image, and prints its tags", async () => {
    await writeFile(join(directory, "Dockerfile"), 'FROM scratch\nENV A=1\nCMD ["sh", "-c", "exit 3"]\n');
    expect(await call("build", "--tag=built:1", directory)).toMatchObject({ code: 0, stdout: "built:1\n" });
    expect((await call("run", "built:1")).code).toBe(3);
  });

  it.each([
    ["builder-transport", "Transport became inactive"],
    ["builder-timeout", "Timeout waiting for connection to builder"],
    ["dockerfile-too-big", "exceeds the maximum allowed size of 16384 bytes"],
  ] as const)("fails with %s", async (fault, words) => {
    await writeFile(join(directory, "Dockerfile"), "FROM scratch\n");
    fake.fail({ fault, command: "build" });
    expect(await call("build", directory)).toMatchObject({ code: 1, stderr: expect.stringContaining(words) });
  });
});

it.each<[FakeProfile, RegExp]>([
  ["1.0.0", /"appRoot":"\\\/.*"apiServer|"apiServerAppName":.*"appRoot":"\\\//],
  ["1.4.1", /"paths":\{"appRoot":"\//],
])("is like %s", async (profile, status) => {
  await using other = await createFakeContainer({ profile });
  const { child, ended } = start(["system", "status", "--format=json"], other);
  child.stdin?.end();
  expect((await ended).stdout).toMatch(status);
});

it("tells its options, to be compared with the real ones", async () => {
  expect(JSON.parse((await call("--dump-flags")).stdout)).toMatchObject({
    create: { options: { "--name": { kind: "value" } } },
  });
  expect(await call("create", "--help")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("--cap-drop <cap-drop>"),
  });
});
