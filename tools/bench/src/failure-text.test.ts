import { expect, it } from "vitest";
import { failureText } from "./failure-text.ts";

it("says what failed first, too", () => {
  const tidying = new SuppressedError(new Error("not removed"), new Error("not started"));
  expect(failureText(tidying)).toBe("Error: not started; then Error: not removed");
  const again = new SuppressedError("not closed", tidying);
  expect(failureText(again)).toBe("Error: not started; then Error: not removed; then not closed");
});
