import { type FailureClass, classify } from "../program/classify.ts";

/** What the end of the attached program means. */
export type Verdict =
  /** The process ended, with this code. */
  | { readonly kind: "exit"; readonly code: number }
  /** The process never began, and the program said why. */
  | { readonly kind: "not-started" }
  /** The process ended, and its code got lost. */
  | { readonly kind: "unknown" };

/** What is known when the attached program has ended. */
export interface EndFacts {
  readonly exitCode: number;
  /** The last of what came on stderr: the program's words, or the command's own. */
  readonly stderr: string;
  /** Whether the service knows of a start. */
  readonly wasStarted: boolean;
}

/** Failures that the program tells instead of starting a process. */
const BEFORE_START: ReadonlySet<FailureClass> = new Set([
  "service-down",
  "timeout",
  "no-kernel",
  "container-missing",
  "already-attached",
  "busy",
  "port",
  "bad-mount",
  "network-missing",
  "other",
]);

/**
 * Tells a process that ended with 1 from a program that failed: both have the same exit code, and what they say may come the same
 * way. Pure.
 */
export function judgeEnd({ exitCode, stderr, wasStarted }: EndFacts): Verdict {
  if (exitCode === 64 && !wasStarted) return { kind: "not-started" };
  if (exitCode !== 1) return { kind: "exit", code: exitCode };
  const lastError = stderr.split("\n").findLast((line) => line.startsWith("Error: "));
  if (lastError === undefined) return { kind: "exit", code: exitCode };
  if (/failed to (start|run) container: CancellationError\(\)/.test(lastError)) return { kind: "unknown" };
  if (wasStarted) return { kind: "exit", code: exitCode };
  const failure = classify(stderr.slice(stderr.lastIndexOf(lastError)), exitCode);
  if (failure === "exec-missing") return { kind: "exit", code: 127 };
  if (failure === "exec-refused") return { kind: "exit", code: 126 };
  return BEFORE_START.has(failure) ? { kind: "not-started" } : { kind: "exit", code: exitCode };
}
