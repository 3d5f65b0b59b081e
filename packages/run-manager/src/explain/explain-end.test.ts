import { describe, expect, it } from "vitest";
import { type EndFacts, explainEnd } from "./explain-end.ts";

const failed: EndFacts = {
  sandbox: true,
  signalled: false,
  exitCode: 1,
  outOfMemory: false,
  memoryBytes: 0,
  wroteErrors: true,
  tail: "some\noutput\n",
};
const MiB = 2 ** 20;
const crashed: EndFacts = { ...failed, exitCode: 139 };

describe("explainEnd", () => {
  it.each<[string, Partial<EndFacts>, RegExp]>([
    ["SIGILL", { exitCode: 132 }, /by SIGILL/],
    ["SIGTRAP", { exitCode: 133 }, /by SIGTRAP/],
    ["SIGABRT", { exitCode: 134 }, /by SIGABRT/],
    ["SIGBUS", { exitCode: 135 }, /by SIGBUS/],
    ["SIGSEGV", { exitCode: 139 }, /by SIGSEGV/],
    ["SIGSYS", { exitCode: 159 }, /by SIGSYS/],
    [
      "a kill with a limit",
      { exitCode: 137, memoryBytes: 512 * MiB },
      /: its memory ran out \(the limit is 512 MiB\), or somebody killed it$/,
    ],
    ["a kill that the engine explains", { exitCode: 137, outOfMemory: true }, /because memory ran out$/],
    ["another end that the engine explains", { exitCode: 1, outOfMemory: true, memoryBytes: MiB }, /memory ran out/],
    ["exit 2 without a word", { exitCode: 2, wroteErrors: false, tail: "" }, /when gVisor itself breaks down/],
    ["exit 2 in the middle of a line", { exitCode: 2, wroteErrors: false, tail: "ok\nbuil" }, /when gVisor itself/],
    ["ENOSYS", { tail: "Error: spawn ENOSYS\n    at x\n" }, /a system call that gVisor does not have/],
    ["ENOSYS in words", { tail: "landlock: Function not implemented\n" }, /a system call that gVisor does not have/],
    ["io_uring", { tail: "io_uring_setup() failed: ENOSYS\n" }, /missed io_uring/],
    ["io_uring in words", { tail: "io_uring_queue_init: Operation not permitted\n" }, /missed io_uring/],
    ["ptrace", { tail: "strace: ptrace(PTRACE_SEIZE, 7): Operation not permitted\n" }, /missed ptrace/],
    ["a crash below a shell", { exitCode: 2, tail: "make: *** [all] Segmentation fault\n" }, /after a crash/],
    ["a crash that a parent reports", { tail: "npm error signal SIGSEGV\n" }, /after a crash/],
  ])("explains %s", (_title, given, expected) => {
    expect(explainEnd({ ...failed, ...given })).toMatch(expected);
  });

  it.each<[string, Partial<EndFacts>]>([
    ["an ordinary failure", { exitCode: 1 }],
    ["a program that is not there", { exitCode: 127 }],
    ["a kill without a limit", { exitCode: 137 }],
    ["SIGTERM", { exitCode: 143 }],
    ["exit 2 with an error message", { exitCode: 2, tail: "" }],
    ["exit 2 of a compiler that reports on stdout", { exitCode: 2, wroteErrors: false, tail: "a.ts(1,1): error\n" }],
    ["a word that only looks like it", { tail: "the function is not implemented yet; see io_uring.md\n" }],
    ["an EPERM of something else", { tail: "mount: Operation not permitted\n" }],
  ])("says nothing of %s", (_title, given) => {
    expect(explainEnd({ ...failed, ...given })).toBe("");
  });

  it.each<[string, Partial<EndFacts>]>([
    ["without the sandbox", { sandbox: false }],
    ["of a command that succeeded", { exitCode: 0, tail: "ENOSYS" }],
    ["of a command that was told to end", { signalled: true }],
  ])("says nothing %s", (_title, given) => {
    expect(explainEnd({ ...crashed, ...given })).toBe("");
    expect(explainEnd({ ...failed, exitCode: 137, memoryBytes: MiB, ...given })).toBe("");
  });
});
