import { CRASH_SIGNALS } from "./crash-signals.ts";

/** What is known of how a command ended. */
export interface EndFacts {
  /** Whether it ran under gVisor. */
  readonly sandbox: boolean;
  /** Whether somebody asked it to end: then there is nothing to explain. */
  readonly signalled: boolean;
  readonly exitCode: number;
  /** Whether the engine says that memory ran out. */
  readonly outOfMemory: boolean;
  /** The limit; 0 when there is none. */
  readonly memoryBytes: number;
  /** Whether it wrote anything to stderr. */
  readonly wroteErrors: boolean;
  /** The last of what it wrote, both streams together. */
  readonly tail: string;
}

/** What programs print when the kernel has not what they need; the first that fits is told. */
const COMPLAINTS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [
    /io_uring[^\n]*(?:ENOSYS|EPERM|not implemented|not permitted|not supported|fail)/i,
    "io_uring, which gVisor does not have",
  ],
  [/ptrace[^\n]*(?:EPERM|not permitted)/i, "ptrace, of which gVisor has a part only"],
  [/\bENOSYS\b|Function not implemented/i, "a system call that gVisor does not have"],
];

const CRASHED_CHILD = /Segmentation fault|Illegal instruction|Trace\/breakpoint trap|\bSIG(?:SEGV|ILL|TRAP|ABRT|BUS)\b/;

/**
 * Says in a clause why a command may have failed because of gVisor; empty when nothing speaks for that. Silent about a
 * command that succeeded, that was told to end, or that ran without gVisor. Pure.
 */
export function explainEnd(facts: EndFacts): string {
  const { sandbox, signalled, exitCode, tail } = facts;
  if (!sandbox || signalled || exitCode === 0) return "";
  const limit = limitText(facts.memoryBytes);
  if (facts.outOfMemory) return `the command was killed, because memory ran out${limit}`;
  // Under gVisor the engine often does not know; nor does it tell who else may have sent the signal.
  if (exitCode === 137 && facts.memoryBytes > 0)
    return `the command was killed: its memory ran out${limit}, or somebody killed it`;
  const crash = CRASH_SIGNALS[exitCode];
  if (crash !== undefined) return `the command ended by ${crash}, as programs do that gVisor cannot run`;
  const complaint = COMPLAINTS.find(([pattern]) => pattern.test(tail));
  if (complaint !== undefined) return `the command failed, and seems to have missed ${complaint[1]}`;
  if (CRASHED_CHILD.test(tail)) return "the command failed after a crash, as programs do that gVisor cannot run";
  if (exitCode === 2 && !facts.wroteErrors && brokeOff(tail))
    return "the command ended with 2 and without a word, as it also looks when gVisor itself breaks down";
  return "";
}

/** A gVisor that breaks down takes the rest of a line with it; compilers end with 2 as well, but finish what they say. */
function brokeOff(tail: string): boolean {
  return !tail.endsWith("\n");
}

function limitText(bytes: number): string {
  return bytes > 0 ? ` (the limit is ${Math.round(bytes / 2 ** 20)} MiB)` : "";
}
