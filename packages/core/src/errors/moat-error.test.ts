import { describe, expect, it } from "vitest";
import { MoatError, isMoatError } from "./moat-error.ts";

describe("MoatError", () => {
  it("takes its kind from the table, and has no empty fields", () => {
    const error = new MoatError("RUN_NOT_FOUND", "No run is called x.");
    expect(error).toMatchObject({
      name: "MoatError",
      message: "No run is called x.",
      code: "RUN_NOT_FOUND",
      kind: "not-found",
      hint: "",
      details: {},
    });
    expect(error).toBeInstanceOf(Error);
    expect(error.stack).toContain("moat-error.test");
    expect("cause" in error).toBe(false);
  });

  it("keeps what it is given, a cause that is undefined too", () => {
    const cause = new Error("underneath");
    const error = new MoatError("INTERNAL", "m", { hint: "h", details: { a: 1 }, cause });
    expect(error).toMatchObject({ hint: "h", details: { a: 1 }, cause });
    expect("cause" in new MoatError("INTERNAL", "m", { cause: undefined })).toBe(true);
  });
});

describe("isMoatError", () => {
  const error = new MoatError("USAGE", "m");

  it("tells by class, and by code where codes are given", () => {
    expect(isMoatError(error)).toBe(true);
    expect(isMoatError(error, "INTERNAL", "USAGE")).toBe(true);
    expect(isMoatError(error, "INTERNAL")).toBe(false);
  });

  it.each([[new Error("x")], [undefined], [null], ["USAGE"], [{ code: "USAGE", kind: "invalid-argument" }]])(
    "is not misled by %o",
    (value) => {
      expect(isMoatError(value)).toBe(false);
    },
  );
});
