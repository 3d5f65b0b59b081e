import { describe, expect, it } from "vitest";
import { parseRunscVersion } from "./runsc-version.ts";
import { runtimeFlag, withoutFlag } from "./runtime-flags.ts";

describe("parseRunscVersion", () => {
  it.each([
    ["runsc version release-20260714.0\nspec: 1.2.1\n", { text: "release-20260714.0", day: 20_260_714, spec: "1.2.1" }],
    ["runsc version 0.0~20240729.0\nspec: 1.2.0", { text: "0.0~20240729.0", day: 20_240_729, spec: "1.2.0" }],
    [
      "runsc version release-20240729.0-12-gabcdef\n",
      { text: "release-20240729.0-12-gabcdef", day: 20_240_729, spec: "" },
    ],
    ["warning\nrunsc version VERSION_MISSING\nspec: 1", { text: "VERSION_MISSING", day: 0, spec: "1" }],
    ["runsc version 120240729999", { text: "120240729999", day: 0, spec: "" }],
    ["runc version 1.1.5\nspec: 1.0.2", undefined],
    ["", undefined],
  ])("%j", (output, version) => {
    expect(parseRunscVersion(output)).toEqual(version);
  });
});

describe("runtimeFlag", () => {
  it.each([
    [["--network=host"], "host"],
    [["-network=none"], "none"],
    [["--network=host", "--network=sandbox"], "sandbox"],
    [["--network"], "true"],
    [["--network=a=b"], "a=b"],
    [["--networks=host", "network=host", "---network=host"], undefined],
    [[], undefined],
  ])("%j", (args, value) => {
    expect(runtimeFlag(args, "network")).toBe(value);
  });

  it("is taken away without the others", () => {
    expect(withoutFlag(["--a=1", "-network=x", "--network", "--networks"], "network")).toEqual(["--a=1", "--networks"]);
  });
});
