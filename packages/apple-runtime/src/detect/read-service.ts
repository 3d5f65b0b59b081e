import { type CallOptions, MoatError } from "@moat/core";
import type { AppleProgram } from "../program/apple-program.ts";
import { mapAppleError } from "../program/map-error.ts";
import { parseJson, textAt } from "../state/read-json.ts";

/** What the service says of itself. */
export interface ServiceFacts {
  /** Where its data is. */
  readonly appRoot: string;
  /** The service may still be that of an earlier version: it is not restarted by an update. */
  readonly serverVersion: string;
}

/** What `system status` came to. */
export type ServiceStatus =
  | ({ readonly kind: "running" } & ServiceFacts)
  | { readonly kind: "stopped" }
  | { readonly kind: "unclear" };

/** Reads `system status --format json`, of which only the word and the exit code have always been the same. Pure. */
export function readStatus(stdout: string, exitCode: number): ServiceStatus {
  const value = parseJson(stdout);
  const word = textAt(value, "status");
  if (exitCode === 0 && word === "running") {
    const version = textAt(value, "server", "version") || textAt(value, "apiServerVersion");
    return {
      kind: "running",
      appRoot: textAt(value, "paths", "appRoot") || textAt(value, "appRoot"),
      serverVersion: /\d+\.\d+\.\d+/.exec(version)?.[0] ?? "unknown",
    };
  }
  return word !== "" || /is not running/i.test(stdout) ? { kind: "stopped" } : { kind: "unclear" };
}

/** Asks the service who it is. Throws `ENGINE_UNREACHABLE` when it is stopped, `ENGINE_TIMEOUT` when it hangs. */
export async function readService(apple: AppleProgram, options: CallOptions): Promise<ServiceFacts> {
  const timeoutMs = apple.deadlines.queryMs;
  const outcome = await apple.try(["system", "status", "--format=json"], { timeoutMs, signal: options.signal });
  const context = { program: apple.path, operation: "ask the service for its status", timeoutMs };
  if (outcome.kind !== "ended") throw mapAppleError(outcome, context);
  const status = readStatus(outcome.stdout, outcome.exitCode);
  if (status.kind === "running") return status;
  if (status.kind === "unclear") throw mapAppleError(outcome, context);
  throw new MoatError("ENGINE_UNREACHABLE", "The service of Apple's container is not running.", {
    hint: "Start it: container system start",
  });
}
