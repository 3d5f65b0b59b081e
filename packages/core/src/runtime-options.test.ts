import { expect, it } from "vitest";
import { silentDiagnostics } from "./diagnostics.ts";
import { defaultRuntimeOptions } from "./runtime-options.ts";

it("has the sandbox on by default, whatever a caller did to an earlier answer", () => {
  Object.assign(defaultRuntimeOptions(), { sandbox: false });
  expect(defaultRuntimeOptions()).toEqual({ sandbox: true });
});

it("has diagnostics that nobody can make talk", () => {
  expect(Object.isFrozen(silentDiagnostics)).toBe(true);
  expect(silentDiagnostics.warn("x")).toBeUndefined();
});
