import { type ErrorCode, MoatError, systemErrorCode } from "@moat/core";
import { type FailureClass, classify, programMessage } from "./classify.ts";
import type { Outcome } from "./process-port.ts";

/** What was being done when the program failed; all of it goes into the message. */
export interface FailureContext {
  readonly program: string;
  /** For instance `create the container moat-x`. */
  readonly operation: string;
  readonly timeoutMs: number;
}

/** What to do about a service that hangs, in this order. */
export const WEDGED_HINT = `Restart Apple's service:
  container system stop
and if that hangs, too:
  launchctl bootout gui/$(id -u)/com.apple.container.apiserver`;

interface Meaning {
  readonly code: ErrorCode;
  readonly hint: string;
}

const MEANINGS: Readonly<Record<FailureClass, Meaning>> = {
  "service-down": { code: "ENGINE_UNREACHABLE", hint: "Start Apple's service: container system start" },
  timeout: { code: "ENGINE_TIMEOUT", hint: WEDGED_HINT },
  "no-kernel": {
    code: "RUNTIME_REFUSED",
    hint: "Install a kernel for Apple's containers: container system kernel set --recommended",
  },
  conflict: { code: "CONTAINER_NAME_TAKEN", hint: "" },
  "container-missing": { code: "CONTAINER_NOT_FOUND", hint: "" },
  "image-missing": { code: "IMAGE_NOT_FOUND", hint: "Check the image's name and tag." },
  auth: {
    code: "IMAGE_PULL_FAILED",
    hint: "Check the image's name; for a private one, log in: container registry login SERVER",
  },
  "not-running": { code: "CONTAINER_STATE", hint: "" },
  busy: { code: "CONTAINER_STATE", hint: "" },
  "already-attached": { code: "CONTAINER_STATE", hint: "" },
  port: { code: "PORT_INVALID", hint: "Stop what uses the port." },
  "exec-missing": { code: "RUNTIME_REFUSED", hint: "" },
  "exec-refused": { code: "RUNTIME_REFUSED", hint: "" },
  "bad-mount": { code: "MOUNT_INVALID", hint: "Check that the path exists on this Mac." },
  "network-missing": { code: "NETWORK_NOT_FOUND", hint: "" },
  "object-missing": { code: "ENGINE_FAILED", hint: "" },
  usage: {
    code: "INTERNAL",
    hint: "This version of Apple's container does not take what moat asks: please report it with container --version.",
  },
  other: { code: "ENGINE_FAILED", hint: "Look at the service's log: container system logs --last 5m" },
};

/** Turns a call that did not succeed into the one `MoatError` that says it. Pure. */
export function mapAppleError(outcome: Outcome, context: FailureContext): MoatError {
  const { operation, program, timeoutMs } = context;
  switch (outcome.kind) {
    case "aborted":
      return new MoatError("CANCELED", `Canceled while trying to ${operation}.`);
    case "expired":
      return new MoatError("ENGINE_TIMEOUT", `Apple's container did not ${operation} within ${timeoutMs / 1000} s.`, {
        hint: WEDGED_HINT,
        details: { operation, timeoutMs, wedged: true },
      });
    case "not-started": {
      const isForbidden = systemErrorCode(outcome.error) === "EACCES";
      return new MoatError(
        isForbidden ? "ENGINE_PERMISSION_DENIED" : "ENGINE_UNREACHABLE",
        `Could not start ${program}: ${outcome.error.message}.`,
        { hint: "Install Apple's container: https://github.com/apple/container/releases", cause: outcome.error },
      );
    }
    case "ended":
      return mapFailure(outcome, operation);
    default:
      return outcome satisfies never;
  }
}

function mapFailure({ exitCode, stderr }: Extract<Outcome, { kind: "ended" }>, operation: string): MoatError {
  const failure = classify(stderr, exitCode);
  const { code, hint } = MEANINGS[failure];
  const said = programMessage(stderr) || `container ended with ${exitCode}`;
  return new MoatError(code, `Could not ${operation}: ${said}.`.replace(/\.\.$/, "."), {
    hint,
    details: { operation, failure, exitCode, programMessage: said },
  });
}

/** What a mapped error was classified as; undefined for everything else. */
export function failureOf(error: unknown): FailureClass | undefined {
  const failure = error instanceof MoatError ? error.details["failure"] : undefined;
  return isFailureClass(failure) ? failure : undefined;
}

function isFailureClass(value: unknown): value is FailureClass {
  return typeof value === "string" && Object.hasOwn(MEANINGS, value);
}
