import { describe, expect, it } from "vitest";
import { moatHome } from "./moat-home.ts";

const effectiveUser = { uid: 0, gid: 0, name: "root", home: "/root" };

describe("moatHome", () => {
  it("is ~/.moat of the user that this process is, whatever HOME says", () => {
    expect(moatHome({ effectiveUser, env: { HOME: "/home/ada" } })).toBe("/root/.moat");
    expect(moatHome({ effectiveUser, env: { MOAT_HOME: "" } })).toBe("/root/.moat");
  });

  it("is MOAT_HOME when that is absolute", () => {
    expect(moatHome({ effectiveUser, env: { MOAT_HOME: "/srv/moat home" } })).toBe("/srv/moat home");
    expect(moatHome({ effectiveUser, env: { MOAT_HOME: "/srv//a/../moat" } })).toBe("/srv/moat");
  });

  it.each(["moat", "./moat", "~/.moat"])("cannot be %j", (home) => {
    expect(() => moatHome({ effectiveUser, env: { MOAT_HOME: home } })).toThrow(
      expect.objectContaining({ code: "HOME_UNUSABLE", message: `MOAT_HOME is not an absolute path: "${home}".` }),
    );
  });

  it("needs a home directory when there is no MOAT_HOME", () => {
    const nobody = { uid: 4711, gid: 4711, name: "uid-4711", home: "" };
    expect(() => moatHome({ effectiveUser: nobody, env: {} })).toThrow(
      expect.objectContaining({ code: "HOME_UNUSABLE" }),
    );
  });
});
