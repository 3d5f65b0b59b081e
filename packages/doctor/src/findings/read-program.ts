import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { systemErrorCode } from "@moat/core";
import type { ProgramFacts } from "./facts.ts";

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
  if (path.startsWith("/")) {
    try {
      await access(path, constants.X_OK);
    } catch (error) {
      return { path, state: systemErrorCode(error) === "EACCES" ? "not-executable" : "missing", output: "" };
    }
  }
  const output = await askVersion(path);
  return { path, state: output === "" ? "silent" : "runs", output };
}

/** What it prints within its time; the empty string when it cannot be started. */
async function askVersion(path: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const child = spawn(path, ["--version"], {
    cwd: "/",
    env: { PATH: SEARCH_PATH },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output = (output + chunk).slice(0, MAX_OUTPUT);
  });
  child.on("error", () => resolve()).on("close", () => resolve());
  const timer = setTimeout(() => {
    child.kill("SIGKILL");
    resolve();
  }, VERSION_TIMEOUT_MS);
  await promise;
  clearTimeout(timer);
  // What it may have started itself could hold the pipe, and with it this process.
  child.stdout.destroy();
  child.unref();
  return output;
}
