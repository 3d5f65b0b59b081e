import { spawn } from "node:child_process";
import { stat } from "node:fs/promises";
import { systemErrorCode } from "@moat/core";
import type { ProgramFacts } from "./facts.ts";

const EXECUTABLE = 0o111;
const VERSION_TIMEOUT_MS = 5_000;
/** More than any version takes. */
const MAX_OUTPUT = 4_096;
/** Where an engine finds a program that its table has without a path. */
const SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Asks the program of an engine on this machine for its version. The one place of doctor that starts a program: the
 * engine starts the same one, as root, for every run.
 */
export async function readProgram(path: string): Promise<ProgramFacts> {
  const state = path.startsWith("/") ? await lookAt(path) : "there";
  if (state !== "there") return { path, state, output: "" };
  const output = await askVersion(path);
  return { path, state: output === "" ? "silent" : "runs", output };
}

/** Whether the engine, which is root, could start it. What this user may not look at, the engine may. */
async function lookAt(path: string): Promise<"there" | "missing" | "not-executable"> {
  try {
    const stats = await stat(path);
    return stats.isFile() && (stats.mode & EXECUTABLE) !== 0 ? "there" : "not-executable";
  } catch (error) {
    return ["ENOENT", "ENOTDIR"].includes(systemErrorCode(error)) ? "missing" : "there";
  }
}

/** What it prints within its time; the empty string when it cannot be started. */
async function askVersion(path: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const child = spawn(path, ["--version"], {
    cwd: "/",
    env: { PATH: SEARCH_PATH },
    stdio: ["ignore", "pipe", "ignore"],
    // A process group of its own, so that what it starts can be ended with it.
    detached: true,
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output = (output + chunk).slice(0, MAX_OUTPUT);
  });
  child.on("error", () => resolve()).on("close", () => resolve());
  const timer = setTimeout(() => {
    endGroup(child.pid);
    resolve();
  }, VERSION_TIMEOUT_MS);
  await promise;
  clearTimeout(timer);
  // What it has started could hold the pipe, and with it this process.
  child.stdout.destroy();
  child.unref();
  return output;
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended just now.
  }
}
