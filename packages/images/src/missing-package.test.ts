import { describe, expect, it } from "vitest";
import { missingPackage } from "./missing-package.ts";

describe("missingPackage", () => {
  // Each as its program prints it.
  it.each([
    ["E: Unable to locate package no-such", "Debian has no no-such"],
    ["E: Version '9.9' for 'jq' was not found", "Debian has no jq@9.9"],
    ["E: Package 'mysql-client' has no installation candidate", "Debian has no mysql-client"],
    ["npm error 404  'no-such-thing@1.0.0' is not in this registry.", "npm has no no-such-thing@1.0.0"],
    ["npm ERR! 404  '@a/no-such@1.0.0' is not in this registry.", "npm has no @a/no-such@1.0.0"],
    [
      "npm error 404  The requested resource 'x@9.0.0' could not be found or you do not have permission to access it.",
      "npm has no x@9.0.0",
    ],
    ["npm error notarget No matching version found for cowsay@99.0.0.", "npm has no cowsay@99.0.0"],
    ["npm error notarget No matching version found for @openai/codex@99.0.0.", "npm has no @openai/codex@99.0.0"],
    ["ERROR: No matching distribution found for six==99.0", "PyPI has no six@99.0"],
    ["  ╰─▶ Because there is no version of ruff==99.0 and you require", "PyPI has no ruff@99.0"],
    ["  ╰─▶ Because no-such-tool was not found in the package registry and", "PyPI has no no-such-tool"],
    ["go: example.com/x@v9.9.9: reading https://p/@v/v9.9.9.info: 404 Not Found", "Go has no example.com/x@v9.9.9"],
    ["error: could not find `hexyl` in registry `crates-io` with version `=99.0.0`", "Cargo has no hexyl@99.0.0"],
  ])("reads %j", (line, expected) => {
    expect(missingPackage(["something before", line, "something after"])).toBe(expected);
  });

  it.each([
    "npm error network request to https://r failed, reason: connect ECONNREFUSED",
    "E: Failed to fetch http://d/jq.deb  Temporary failure resolving 'd'",
    "go: example.com/x@v9.9.9: dial tcp: lookup p: no such host",
    "bash: line 1: frob: command not found",
    "",
  ])("reads nothing of %j", (line) => {
    expect(missingPackage([line])).toBe("");
  });
});
