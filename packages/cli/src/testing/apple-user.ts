import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FakeContainer, createFakeContainer, until } from "@moat/runtime-testkit";

const MOAT = fileURLToPath(new URL("../../bin/run.js", import.meta.url));

/** How a `moat` ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `moat` that runs. */
export interface RunningMoat {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Waits until something is on stdout. */
  readonly says: (text: string) => Promise<void>;
}

/** Somebody with a workspace, on a machine whose only engine is a fake of Apple's container. */
export interface AppleUser extends AsyncDisposable {
  readonly fake: FakeContainer;
  readonly workspace: string;
  readonly start: (args: readonly string[], env?: Readonly<Record<string, string>>) => RunningMoat;
  readonly moat: (args: readonly string[], input?: string, env?: Readonly<Record<string, string>>) => Promise<Ended>;
}

/** Makes one; the built program is used, as `pnpm test` has built it. */
export async function appleUser(): Promise<AppleUser> {
  const fake = await createFakeContainer({ images: { "debian:bookworm-slim": {} } });
  const home = await mkdtemp(join(tmpdir(), "moat-mac-"));
  const workspace = join(home, "workspace");
  await mkdir(workspace);
  const own = {
    PATH: `${fake.bin}:${dirname(process.execPath)}:/usr/bin:/bin`,
    HOME: home,
    MOAT_HOME: join(home, "m"),
    MOAT_RUNTIME: "apple",
    DOCKER_HOST: "unix:///nonexistent/docker.sock",
  };
  const children = new Set<ChildProcess>();
  const start: AppleUser["start"] = (args, env = {}) => {
    const child = spawn(process.execPath, [MOAT, ...args], { cwd: workspace, env: { ...own, ...env } });
    children.add(child);
    child.stdin.on("error", () => {});
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = once(child, "close").then(() => ({ code: child.exitCode, stdout, stderr }));
    const says = async (text: string) => {
      await until(`${text} is printed`, () => stdout.includes(text), { withinMs: 60_000 });
    };
    return { child, ended, says };
  };
  return {
    fake,
    workspace,
    start,
    async moat(args, input = "", env = {}) {
      const { child, ended } = start(args, env);
      child.stdin?.end(input);
      return await ended;
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) child.kill("SIGKILL");
      await fake[Symbol.asyncDispose]();
      await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
