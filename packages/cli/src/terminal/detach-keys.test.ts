import { describe, expect, it } from "vitest";
import { detachKeys } from "./detach-keys.ts";

describe("detachKeys", () => {
  it.for<[string | undefined, string | undefined, readonly number[]]>([
    [undefined, undefined, [0x10, 0x11]],
    [undefined, "", [0x10, 0x11]],
    [undefined, "ctrl-a,d", [1, 0x64]],
    ["CTRL-\\,ctrl-@", "ctrl-a", [0x1c, 0]],
    ["ctrl-[,ctrl-],ctrl-^,ctrl-_", undefined, [0x1b, 0x1d, 0x1e, 0x1f]],
    ["none", "ctrl-a", []],
  ])("of the flag %j and the variable %j are %j", ([flag, variable, keys]) => {
    expect([...detachKeys(flag, { MOAT_DETACH_KEYS: variable })]).toEqual(keys);
  });

  it.for<[string | undefined, string, string]>([
    ["", "ctrl-a", "--detach-keys"],
    ["ctrl-", "", "--detach-keys"],
    ["ctrl-p ctrl-q", "", "--detach-keys"],
    ["ctrl-é", "", "--detach-keys"],
    ["a,,b", "", "--detach-keys"],
    [undefined, "ctrl-1", "MOAT_DETACH_KEYS"],
  ])("are refused: the flag %j, the variable %j", ([flag, variable, source]) => {
    expect(() => detachKeys(flag, { MOAT_DETACH_KEYS: variable })).toThrow(
      expect.objectContaining({
        code: "USAGE",
        message: expect.stringContaining(source),
        hint: expect.stringMatching(/\S/),
      }),
    );
  });
});
