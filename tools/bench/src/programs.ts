import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** How a program is run. */
export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A program and its arguments. */
export type Words = readonly [program: string, ...args: readonly string[]];

/** Runs a program to its end without input and returns what it wrote to stdout; throws when it fails. */
export async function output([program, ...args]: Words, { env = {}, cwd }: ProgramOptions = {}): Promise<string> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env }, cwd });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  if (child.exitCode !== 0) throw new Error(`${[program, ...args].join(" ")} ended with ${child.exitCode}: ${stderr}`);
  return stdout;
}

/** Runs a program as {@link output} does and returns how long that took, in milliseconds. */
export async function elapsed(words: Words, options: ProgramOptions = {}): Promise<number> {
  const start = performance.now();
  await output(words, options);
  return performance.now() - start;
}

/** Writes words as a shell reads them. */
export function shellWords(words: Words): string {
  return words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(" ");
}
