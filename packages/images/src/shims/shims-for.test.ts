import { describe, expect, it } from "vitest";
import { REGISTRY } from "../registry/registry-data.ts";
import type { Shim } from "./shim.ts";
import { SHIMS } from "./shims.ts";
import { shimsFor } from "./shims-for.ts";

const shim: Shim = {
  name: "x",
  dependency: "a",
  from: "2.1.9",
  until: "3.0.0",
  env: { A: "1" },
  why: "",
  since: "",
  evidence: [],
};

describe("shimsFor", () => {
  it.each([
    ["2.1.8", false],
    ["2.1.9", true],
    ["2.1.10", true],
    ["2.2.0-rc.1", true],
    ["2.10", true],
    ["3.0.0", false],
    ["3.0.1", false],
    ["10.0.0", false],
  ])("knows whether %s needs one", (version, needs) => {
    expect(shimsFor([{ name: "a", version }], [shim])).toEqual(needs ? [shim] : []);
    expect(shimsFor([{ name: "b", version }], [shim])).toEqual([]);
    expect(shimsFor([{ name: "a", version: "99.0.0" }], [{ ...shim, until: "" }])).toHaveLength(1);
  });
});

describe("SHIMS", () => {
  it.each(SHIMS.map((one) => [one.name, one] as const))("%s is about an entry, and says why", (_name, one) => {
    const { dependency, from, env, why, since, evidence } = one;
    expect(REGISTRY[dependency]?.source).toMatchObject({ from: "npm" });
    expect(from).toMatch(/^\d+\.\d+\.\d+$/);
    expect(Object.keys(env).filter((name) => !/^[A-Za-z_]\w*$/.test(name) || name.startsWith("MOAT_"))).toEqual([]);
    expect(Object.keys(env)).not.toEqual([]);
    expect(why).toMatch(/^[a-z].*[^.]$/);
    expect(since).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(evidence.filter(({ kind }) => kind === "reported")).not.toEqual([]);
    expect(evidence.filter(({ what, where }) => !/^[A-Z].*\.$/.test(what) || where === "")).toEqual([]);
  });

  it("has the version of the registry in it, as long as there is an entry", () => {
    const version = REGISTRY["claude-code"]?.defaultVersion ?? "";
    expect(shimsFor([{ name: "claude-code", version }]).map(({ name }) => name)).toEqual(["bun-jit"]);
    expect(shimsFor([{ name: "claude-code", version: "2.1.112" }])).toEqual([]);
  });
});
