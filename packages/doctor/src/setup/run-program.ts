import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { systemErrorCode } from "@moat/core";

/** How a program of this machine ended. */
export interface ProgramEnd {
  /** 127 when there is no such program. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts programs of this machine. */
export interface ProgramPort {
  /** Runs a program to its end; `input` is all that it reads. Never throws because of how it ends. */
  run(argv: readonly string[], input?: string): Promise<ProgramEnd>;
}

/** The real one: no shell, the caller's environment, and texts in English. */
export const hostPrograms: ProgramPort = {
  async run([program = "", ...args], input = "") {
    const env = { ...process.env, LC_ALL: "C.UTF-8", LANGUAGE: "" };
    const child = spawn(program, args, { env, stdio: ["pipe", "pipe", "pipe"] });
    // It may end without reading all: that is its right.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    try {
      const [, stdout, stderr] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
      return { code: child.exitCode ?? 128, stdout, stderr };
    } catch (error) {
      return { code: 127, stdout: "", stderr: `${program}: ${systemErrorCode(error)}` };
    }
  },
};
