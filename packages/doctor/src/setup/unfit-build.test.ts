import { describe, expect, it } from "vitest";
import { unfitBuild } from "./unfit-build.ts";

describe("unfitBuild", () => {
  it.each([
    ["0.0~20221219.0-1+b4", "6.1.0", "list a directory"],
    ["0.0~20240729.0-7+b1", "6.1.0", "forks"],
    ["0.0~20240729.0-4+b7", "6.12.48", "6.11"],
    ["0.0~20240729.0-4+b7", "7.0", "6.11"],
    ["20240715.0", "6.11.0", "6.11"],
  ])("knows %s on Linux %s", (version, kernel, reason) => {
    expect(unfitBuild(version, kernel)).toContain(reason);
  });

  it.each([
    ["0.0~20240729.0-4+b7", "6.10.9"],
    ["20240806.0", "6.12.0"],
    ["20260905.0", "6.18.44"],
    ["0.0~20260905.0-1", "6.18.44"],
    ["1:20260905.0", "7.1"],
    ["2.0", "6.18"],
  ])("knows nothing against %s on Linux %s", (version, kernel) => {
    expect(unfitBuild(version, kernel)).toBeUndefined();
  });
});
