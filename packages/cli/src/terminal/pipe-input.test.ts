import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { expect, it } from "vitest";

const PIPE_INPUT = new URL("pipe-input.ts", import.meta.url).href;

/** Copies its input to its output, each chunk only after the next one has come: as late as a reader may. */
const COPY = `
  import { pipeInput } from "${PIPE_INPUT}";
  import { writeSync } from "node:fs";
  const write = (data) => {
    for (let at = 0; at < data.length; ) {
      try { at += writeSync(1, data, at); } catch (error) { if (error.code !== "EAGAIN") throw error; }
    }
  };
  let late = new Uint8Array();
  for await (const chunk of pipeInput(0)) {
    write(late);
    late = chunk;
    if (Math.random() < 0.01) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  write(late);
`;

function copy(script: string) {
  const flags = ["--experimental-strip-types", "--disable-warning=ExperimentalWarning", "--input-type=module"];
  // Through a pipe of the shell's, as at a terminal; Node.js itself gives its children sockets.
  return spawn("sh", ["-c", script, process.execPath, ...flags, "-e", COPY], { stdio: ["pipe", "pipe", "inherit"] });
}

it.each([
  ["a pipe", 'cat | "$0" "$@"'],
  ["a socket", 'exec "$0" "$@"'],
])("reads all of %s, and overwrites nothing that may still be in use", async (_title, script) => {
  const bytes = randomBytes(20_000_000);
  const child = copy(script);
  child.stdin.end(bytes);
  expect(bytes.equals(await buffer(child.stdout))).toBe(true);
});
