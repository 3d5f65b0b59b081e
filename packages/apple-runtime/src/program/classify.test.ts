import { MoatError } from "@moat/core";
import { expect, it } from "vitest";
import { classify, programMessage } from "./classify.ts";
import { failureOf, mapAppleError } from "./map-error.ts";

const context = { program: "/usr/local/bin/container", operation: "do it", timeoutMs: 1000 };
const ended = (stderr: string, exitCode = 1) => ({ kind: "ended", exitCode, stdout: "", stderr }) as const;

it.each([
  [
    'Error: internalError: "failed to list containers" (cause: "interrupted: "XPC connection error: Connection invalid"")\nEnsure container system service has been started with `container system start`.',
    "service-down",
    "ENGINE_UNREACHABLE",
  ],
  [
    'Error: internalError: "XPC timeout for request to com.apple.container.apiserver/networkList"',
    "timeout",
    "ENGINE_TIMEOUT",
  ],
  [
    "Error: default kernel not configured for architecture arm64, please use the `container system kernel set` command",
    "no-kernel",
    "RUNTIME_REFUSED",
  ],
  ["Error: container already exists: x", "conflict", "CONTAINER_NAME_TAKEN"],
  ['Error: hostname(s) already exist: ["x"]', "conflict", "CONTAINER_NAME_TAKEN"],
  ["Error: container not found: a, b", "container-missing", "CONTAINER_NOT_FOUND"],
  [
    'Error: internalError: "failed to stop container" (cause: "notFound: "container with ID x not found"")',
    "container-missing",
    "CONTAINER_NOT_FOUND",
  ],
  ["Error: get failed: container x not found", "container-missing", "CONTAINER_NOT_FOUND"],
  ["Error: image not found: a", "image-missing", "IMAGE_NOT_FOUND"],
  [
    "Error: HTTP request to https://registry-1.docker.io/v2/x/manifests/latest failed with response: 404 Not Found. Reason: y",
    "image-missing",
    "IMAGE_NOT_FOUND",
  ],
  [
    "Error: … failed with response: 401 Unauthorized. Reason: z, no credentials found for host registry-1.docker.io",
    "auth",
    "IMAGE_PULL_FAILED",
  ],
  [
    'Error: internalError: "failed to kill container" (cause: "invalidState: "no runtime client exists: container is stopped"")',
    "not-running",
    "CONTAINER_STATE",
  ],
  ["Error: container x is not running", "not-running", "CONTAINER_STATE"],
  ['Error: … "invalidState: "container x is running and can not be deleted"', "busy", "CONTAINER_STATE"],
  ["Error: deleteProcess: exec 4 does not exist", "busy", "CONTAINER_STATE"],
  ["Error: attach is currently unsupported on already running containers", "already-attached", "CONTAINER_STATE"],
  ["Error: … bind(descriptor:ptr:bytes:): Address already in use (errno: 48)", "port", "PORT_INVALID"],
  ["Error: failed to find target executable foo", "exec-missing", "RUNTIME_REFUSED"],
  ["Error: mount source path '/x' does not exist", "bad-mount", "MOUNT_INVALID"],
  ["Error: path '/x' is not a directory", "bad-mount", "MOUNT_INVALID"],
  ["Error: network x not found", "network-missing", "NETWORK_NOT_FOUND"],
  ["Error: something new", "other", "ENGINE_FAILED"],
])("%s", (stderr, failure, code) => {
  expect(classify(stderr, 1)).toBe(failure);
  const error = mapAppleError(ended(stderr), context);
  expect(error).toMatchObject({ code });
  expect(failureOf(error)).toBe(failure);
});

it("takes a usage error for a bug of moat's, whatever it says", () => {
  expect(mapAppleError(ended("Error: Unknown option '--x'\nUsage: container create", 64), context)).toMatchObject({
    code: "INTERNAL",
  });
});

it("says what the program said on one line, without its advice", () => {
  const stderr =
    "warning: slow\nError: it broke\n  badly\nEnsure container system service has been started with `container system start`.\n";
  expect(programMessage(stderr)).toBe("it broke badly");
  expect(mapAppleError(ended("Error: it broke."), context).message).toBe("Could not do it: it broke.");
  expect(mapAppleError(ended(""), context).message).toBe("Could not do it: container ended with 1.");
});

it.each([
  [{ kind: "expired", stderr: "" } as const, "ENGINE_TIMEOUT"],
  [{ kind: "aborted" } as const, "CANCELED"],
  [
    { kind: "not-started", error: Object.assign(new Error("spawn ENOENT"), { code: "ENOENT" }) } as const,
    "ENGINE_UNREACHABLE",
  ],
  [
    { kind: "not-started", error: Object.assign(new Error("spawn EACCES"), { code: "EACCES" }) } as const,
    "ENGINE_PERMISSION_DENIED",
  ],
])("maps a call that did not end: %j", (outcome, code) => {
  expect(mapAppleError(outcome, context)).toMatchObject({ code });
});

it("has no class for what is not its own", () => {
  expect(failureOf(new MoatError("INTERNAL", "x"))).toBeUndefined();
  expect(failureOf(new Error("x"))).toBeUndefined();
});
