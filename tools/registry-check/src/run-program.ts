import { execFile } from "node:child_process";

/** How a program ended. */
export interface Ended {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program without input to its end, whatever that is. */
export function runProgram(program: string, args: readonly string[], input = ""): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = execFile(program, [...args], { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
    // A code that is a word says that it did not even start.
    const notStarted = typeof error?.code === "string" ? error.message : "";
    resolve({ ok: error === null, stdout, stderr: stderr || notStarted });
  });
  child.stdin?.end(input);
  return promise;
}
