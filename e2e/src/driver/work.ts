import type { Box } from "./box.ts";

const numbers = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `${from + index}\n`).join("");

const BINARY = Buffer.from([0, 255, 1, 10]);

/** What the command of {@link placeWork} writes in all. */
export const OUTPUT = {
  stdout: Buffer.concat([Buffer.from(numbers(1, 1500)), BINARY, Buffer.from(numbers(1501, 3000))]),
  stderr: numbers(1, 1500),
};

/** How much of it, on both streams, comes before the command waits. */
export const FIRST_BYTES = Buffer.byteLength(numbers(1, 1500)) * 2 + BINARY.length;

/** The same at a terminal, where both streams are one, and a newline is two bytes. */
export const SCREEN = Buffer.from(
  Buffer.concat([Buffer.from(numbers(1, 1500)), BINARY, Buffer.from(OUTPUT.stderr), Buffer.from(numbers(1501, 3000))])
    .toString("latin1")
    .replaceAll("\n", "\r\n"),
  "latin1",
);

/** A command that writes much and binary to both streams, waits for the file `go` in the workspace, writes more, and ends with 3. */
export const WORK: readonly string[] = ["sh", "work.sh"];

/** Puts {@link WORK} into a box's workspace. */
export async function placeWork(box: Box): Promise<void> {
  const lines = [
    "seq 1 1500",
    String.raw`printf '\000\377\001\n'`,
    "seq 1 1500 >&2",
    "while [ ! -e go ]; do sleep 0.2; done",
    "seq 1501 3000",
    "exit 3",
  ];
  await box.write("work.sh", lines.join("\n"));
}
