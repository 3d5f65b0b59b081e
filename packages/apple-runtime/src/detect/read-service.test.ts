import { expect, it } from "vitest";
import { readStatus } from "./read-service.ts";

it.each([
  [
    "flat, as until 1.3",
    String.raw`{"apiServerVersion":"container-apiserver version 1.2.2 (build: release, commit: ee848e3)","appRoot":"\/Users\/me\/root\/","status":"running"}`,
    0,
    { kind: "running", appRoot: "/Users/me/root/", serverVersion: "1.2.2" },
  ],
  [
    "nested, as since 1.4.1",
    '{"paths":{"appRoot":"/Users/me/root/"},"server":{"version":"1.4.1"},"status":"running"}',
    0,
    { kind: "running", appRoot: "/Users/me/root/", serverVersion: "1.4.1" },
  ],
  ["stopped", '{"apiServerVersion":"","appRoot":"","status":"not running"}', 1, { kind: "stopped" }],
  ["nested and stopped", '{"client":{"version":"1.4.1"},"status":"unregistered"}', 1, { kind: "stopped" }],
  ["in prose", "apiserver is not running and not registered with launchd\n", 1, { kind: "stopped" }],
  ["running by its word only", '{"status":"running"}', 1, { kind: "stopped" }],
  ["something else", "Segmentation fault", 139, { kind: "unclear" }],
])("reads a status %s", (_, stdout, exitCode, expected) => {
  expect(readStatus(stdout, exitCode)).toEqual(expected);
});
