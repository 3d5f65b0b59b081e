import { expect, it } from "vitest";
import { judgeEnd } from "./judge-end.ts";

const port = 'Error: failed to bootstrap container (cause: "unknown: "Address already in use (errno: 48)"")\n';

it.each([
  ["a code of its own", { exitCode: 42, stderr: "Error: mine\n", wasStarted: true }, { kind: "exit", code: 42 }],
  ["1 without a word", { exitCode: 1, stderr: "", wasStarted: false }, { kind: "exit", code: 1 }],
  ["1 with words of the command", { exitCode: 1, stderr: "oops\n", wasStarted: true }, { kind: "exit", code: 1 }],
  [
    "1 with words like the program's, of a command that ran",
    { exitCode: 1, stderr: port, wasStarted: true },
    { kind: "exit", code: 1 },
  ],
  ["a port in use", { exitCode: 1, stderr: port, wasStarted: false }, { kind: "not-started" }],
  ["an unknown failure", { exitCode: 1, stderr: "Error: something new\n", wasStarted: false }, { kind: "not-started" }],
  [
    "a missing program",
    { exitCode: 1, stderr: "Error: failed to find target executable x\n", wasStarted: false },
    { kind: "exit", code: 127 },
  ],
  [
    "a program that may not be run",
    { exitCode: 1, stderr: "Error: failed to start process x: Permission denied (errno: 13)\n", wasStarted: false },
    { kind: "exit", code: 126 },
  ],
  [
    "a lost code",
    { exitCode: 1, stderr: "out\nError: failed to start container: CancellationError()\n", wasStarted: true },
    { kind: "unknown" },
  ],
  ["wrong usage", { exitCode: 64, stderr: "Error: Unknown option\n", wasStarted: false }, { kind: "not-started" }],
  ["a command's own 64", { exitCode: 64, stderr: "", wasStarted: true }, { kind: "exit", code: 64 }],
] as const)("%s", (_, facts, verdict) => {
  expect(judgeEnd(facts)).toEqual(verdict);
});
