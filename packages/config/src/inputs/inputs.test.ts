import { isMoatError } from "@moat/core";
import { describe, expect, it } from "vitest";
import { parseEnvEntry } from "./parse-env-entry.ts";
import { parseMount } from "./parse-mount.ts";
import { validateRunName } from "./validate-run-name.ts";

describe("parseMount", () => {
  it.each([
    ["a:/b", "a", "/b", false],
    ["~/a b:/b c:ro", "~/a b", "/b c", true],
    ["/a:/b:rw", "/a", "/b", false],
    ["./a://b/./c/", "./a", "/b/c", false],
    ["a:/workspace/node_modules", "a", "/workspace/node_modules", false],
    ["a:/process", "a", "/process", false],
    ["a:/b...c", "a", "/b...c", false],
  ])("parses %s", (text, source, target, readOnly) => {
    expect(parseMount(text)).toEqual({ source, target, readOnly });
  });

  it.each([
    ["", /has no target/],
    ["a", /has no target/],
    ["a:", /has no target/],
    [":/b", /has no source/],
    ["a:b", /not absolute/],
    ["a:/b:", /`ro` or `rw`, not ""/],
    ["a:/b:RO", /`ro` or `rw`, not "RO"/],
    ["a:/b:ro:z", /too many colons/],
    ["a:b:/c", /too many colons/],
    ["a:/b:/c:ro", /too many colons/],
    ["a:/", /root/],
    ["a:/.", /root/],
    ["a:/x/../..", /`\.\.`/],
    ["a:/workspace", /workspace/],
    ["a:/proc", /\/proc/],
    ["a:/sys/fs", /\/sys/],
    ["a:/dev/shm", /\/dev/],
    ["a\0:/b", /NUL/],
    ["a:/b\0", /NUL/],
  ])("refuses %j", (text, message) => {
    expect(() => parseMount(text)).toThrow(message);
    expect(codeOf(() => parseMount(text))).toBe("MOUNT_INVALID");
  });
});

describe("parseEnvEntry", () => {
  it.each([
    ["A=b", { kind: "value", name: "A", value: "b" }],
    ["A=", { kind: "value", name: "A", value: "" }],
    ["_a1=x=y\nz ", { kind: "value", name: "_a1", value: "x=y\nz " }],
    ["A", { kind: "host", name: "A" }],
    ["moat_x=1", { kind: "value", name: "moat_x", value: "1" }],
  ])("parses %j", (text, entry) => {
    expect(parseEnvEntry(text)).toEqual(entry);
  });

  it.each([
    "",
    "=x",
    "A B=1",
    "1A=1",
    "A-B",
    "É=1",
    "A\n=1",
    "MOAT_X=1",
    "MOAT_X",
    "HTTPS_PROXY=1",
    "no_proxy",
    "A=\0",
  ])("refuses %j", (text) => {
    expect(codeOf(() => parseEnvEntry(text))).toBe("ENV_INVALID");
  });

  it("never shows a value", () => {
    expect(() => parseEnvEntry("A-B=secret\0")).toThrow(/^(?!.*secret)/s);
    expect(() => parseEnvEntry("A=secret\0")).toThrow(/^(?!.*secret)/s);
  });
});

describe("validateRunName", () => {
  it.each(["a", "0", "blue-otter", "a_b.c-1", "run_0123456789a", "run_0123456789abc", "a".repeat(63)])(
    "accepts %s",
    (name) => {
      expect(validateRunName(name)).toBe(name);
    },
  );

  it.each(["", "A", "-a", ".a", "_a", "a b", "a/b", "a\n", "é", "run_0123456789ab", "a".repeat(64)])(
    "refuses %j",
    (name) => {
      expect(codeOf(() => validateRunName(name))).toBe("NAME_INVALID");
    },
  );
});

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (isMoatError(error) && error.hint !== "") return error.code;
    throw error;
  }
  return "none";
}
