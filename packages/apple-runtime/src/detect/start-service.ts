import type { CallOptions, Diagnostics } from "@moat/core";
import type { AppleProgram } from "../program/apple-program.ts";
import { mapAppleError } from "../program/map-error.ts";
import { runProgram } from "../program/process-port.ts";

/** Starts the service, and has it install the kernel that it recommends; says what it says. Only with the user's consent. */
export async function startService(
  apple: AppleProgram,
  diagnostics: Diagnostics,
  { signal }: CallOptions,
): Promise<void> {
  const timeoutMs = apple.deadlines.serviceStartMs;
  // Without the flag it would ask on a terminal that is not there, and end with an error while it is running.
  const outcome = await runProgram({
    program: apple.path,
    args: ["system", "start", "--enable-kernel-install"],
    env: apple.env,
    timeoutMs,
    signal,
    onStderr: (text) => diagnostics.debug(text.trimEnd()),
  });
  if (outcome.kind === "ended" && outcome.exitCode === 0) return;
  throw mapAppleError(outcome, { program: apple.path, operation: "start the service", timeoutMs });
}
