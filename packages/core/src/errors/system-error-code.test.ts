import { expect, it } from "vitest";
import { systemErrorCode } from "./system-error-code.ts";

it.each([
  [Object.assign(new Error("x"), { code: "ENOENT" }), "ENOENT"],
  [new Error("x"), ""],
  [Object.assign(new Error("x"), { code: 7 }), ""],
  [{ code: "ENOENT" }, ""],
  [undefined, ""],
  [null, ""],
])("reads the code of %o as %j", (error, code) => {
  expect(systemErrorCode(error)).toBe(code);
});
