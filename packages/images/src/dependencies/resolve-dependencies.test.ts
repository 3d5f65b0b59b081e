import { array, assert, constantFrom, infiniteStream, nat, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { REGISTRY } from "../registry/registry-data.ts";
import { type Resolution, lockedProblem, resolveDependencies } from "./resolve-dependencies.ts";

const suggest = (word: string, candidates: readonly string[]) =>
  candidates.find((one) => one.startsWith(word[0] ?? "-"));
const resolve = (...list: readonly string[]) => resolveDependencies(list, { registry: REGISTRY, suggest });

function shown(resolution: Resolution): readonly string[] {
  if (!resolution.ok) return resolution.problems.map(({ index, message, hint }) => `[${index}] ${message} ${hint}`);
  return resolution.dependencies.map(({ name, version, asked }) => `${asked ? "" : "+"}${name}@${version}`);
}

describe("resolveDependencies", () => {
  it.each([
    [["git"], ["git@"]],
    [["node"], ["node@24"]],
    [["node@22"], ["node@22"]],
    [["claude-code"], ["+node@24", "claude-code@2.1.328"]],
    [
      ["claude-code", "node@22"],
      ["node@22", "claude-code@2.1.328"],
    ],
    [
      ["node@22", "claude-code@2.0.1"],
      ["node@22", "claude-code@2.0.1"],
    ],
    [["gh"], ["gh@", "+git@"]],
    [["ruff"], ["+python@3.11", "+uv@0.13.8", "ruff@0.17.5"]],
    [["node-dev"], ["+node@24", "+eslint@10.15.0", "+prettier@3.10.1", "+typescript@7.0.2"]],
    [
      ["node-dev", "node@22", "typescript@6.0.2"],
      ["node@22", "+eslint@10.15.0", "+prettier@3.10.1", "typescript@6.0.2"],
    ],
    [["npm:cowsay@1.6.0"], ["+node@24", "npm:cowsay@1.6.0"]],
    [["npm:@scope/it@1.0.0-rc.1"], ["+node@24", "npm:@scope/it@1.0.0-rc.1"]],
    [
      ["npm:typescript@6.0.2", "typescript"],
      ["+node@24", "npm:typescript@6.0.2"],
    ],
    [["pip:requests@2.32.5"], ["+python@3.11", "pip:requests@2.32.5"]],
    [["go:golang.org/x/tools/gopls@v0.20.0"], ["+go@1.25", "go:golang.org/x/tools/gopls@v0.20.0"]],
    [["gopls@0.20.0"], ["+go@1.25", "gopls@0.20.0"]],
    [["yq@4.45.1-rc.1"], ["+go@1.25", "yq@4.45.1-rc.1"]],
    [
      ["gopls", "go:golang.org/x/tools/gopls@v0.20.0"],
      ["+go@1.25", "go:golang.org/x/tools/gopls@v0.20.0"],
    ],
    [
      ["gopls@0.20.0", "go:golang.org/x/tools/gopls@v0.20.0"],
      ["+go@1.25", "gopls@0.20.0"],
    ],
    [["cargo:hexyl@0.17.0"], ["+build-essential@", "+rust@1.96", "cargo:hexyl@0.17.0"]],
    [["k8s"], ["+kubectl@", "+go@1.25", "+helm@3.20.2"]],
    [
      ["apt:tree", "apt:zip@3.0-13"],
      ["apt:tree@", "apt:zip@3.0-13"],
    ],
    [["git", "git"], ["git@"]],
    [[], []],
  ])("makes %j into %j", (list, expected) => {
    expect(shown(resolve(...list))).toEqual(expected);
  });

  it.each([
    [["nodee"], ["[0] There is no dependency nodee. Did you mean `node`?"]],
    [["zzz"], ["[0] There is no dependency zzz. See what there is: moat deps list"]],
    [["constructor"], ["[0] There is no dependency constructor. Did you mean `claude-code`?"]],
    [["node@20"], ["[0] node has no version 20 here. Use one of `node@24`, `node@22`."]],
    [["git@2.40"], [/^\[0\] git@2\.40 cannot be had: .*`apt:git@VERSION`/]],
    [
      ["node-dev@1"],
      [
        "[0] node-dev is a group, and has no versions. Write `node-dev`, and the version behind the member that needs it.",
      ],
    ],
    [["node@22", "node@24"], ["[1] node@24 and node@22 ask for two versions of one thing. Keep one of the two."]],
    [
      ["npm:typescript@6.0.2", "typescript@6.0.3"],
      [/^\[1\] typescript@6\.0\.3 and npm:typescript@6\.0\.2 ask for two/],
    ],
    [["typescript@6"], ['[0] "6" is not an exact version of typescript. Write all of it, as in `typescript@7.0.2`.']],
    [
      ["golangci-lint@2.8"],
      ['[0] "2.8" is not an exact version of golangci-lint. Write all of it, as in `golangci-lint@2.12.2`.'],
    ],
    [
      ["golangci-lint@v2.8.0"],
      ['[0] "v2.8.0" is not an exact version of golangci-lint. Write it without the v: `golangci-lint@2.8.0`'],
    ],
    // To Go, what is no version is the name of a branch.
    [["golangci-lint@2.8.0fix"], [/^\[0\] "2\.8\.0fix" is not an exact version/]],
    [
      ["yq@3.4.1"],
      [
        "[0] yq has no version 3.4.1 here: it is made of github.com/mikefarah/yq/v4. Use a version 4, as in `yq@4.53.6`.",
      ],
    ],
    [["act@2.0.0"], [/Use a version 0 or 1, as in `act@/]],
    [["gopls@0.20.0", "go:golang.org/x/tools/gopls@v0.21.0"], [/ask for two versions of one thing/]],
    [["cargo:hexyl"], [/^\[0\] cargo:hexyl has no version/]],
    [["cargo:hexyl@0.17"], [/^\[0\] "0\.17" is not an exact version of cargo:hexyl.*`cargo:hexyl@0\.17\.0`/]],
    [["cargo:a b@1.0.0"], [/is not the name of a dependency/]],
    [["npm:cowsay"], [/^\[0\] npm:cowsay has no version/]],
    [["npm:cowsay@^1.0.0"], [/^\[0\] "\^1\.0\.0" is not an exact version of npm:cowsay/]],
    [["brew:jq"], [/^\[0\] "brew:" is no prefix/]],
    [["a b"], [/is not the name of a dependency/]],
    [["npm:x;reboot@1.0.0"], [/is not the name of a dependency/]],
    [["apt:tree@1 && reboot"], [/is not an exact version/]],
    [["node@"], [/is not an exact version/]],
    // Long enough that a pattern which could match it in many ways would never come to an end.
    [[`node@1${"a".repeat(180)}!`], [/is not an exact version/]],
    [[""], [/is not the name of a dependency/]],
    [
      ["gti", "node@20"],
      [/^\[0\]/, /^\[1\]/],
    ],
  ])("refuses %j", (list, expected) => {
    const resolution = resolve(...list);
    expect(resolution.ok).toBe(false);
    expect(shown(resolution)).toHaveLength(expected.length);
    const differs = shown(resolution).filter((text, index) => {
      const one = expected[index];
      return one instanceof RegExp ? !one.test(text) : text !== one;
    });
    expect(differs).toEqual([]);
  });

  it("takes versions of before where none is asked for", () => {
    const locked = { node: "22", "claude-code": "2.1.0", git: "1", jq: "9", constructor: "1" };
    const versions = (...list: readonly string[]) =>
      shown(resolveDependencies(list, { registry: REGISTRY, suggest, locked }));
    expect(versions("claude-code", "git")).toEqual(["git@", "+node@22", "claude-code@2.1.0"]);
    expect(versions("claude-code@2.1.1", "node@24")).toEqual(["node@24", "claude-code@2.1.1"]);
  });

  it.each([
    ["node", "24", undefined],
    ["claude-code", "2.1.0", undefined],
    ["node", "20", /^node has no version 20 here/],
    ["claude-code", "2", /is not an exact version/],
    ["yq", "4.45.1", undefined],
    ["yq", "3.4.1", /^yq has no version 3\.4\.1 here/],
    ["gone", "1.0.0", /no dependency gone/],
    ["git", "2.4", /cannot be had/],
  ])("tells whether %s can still be had at %s", (name, version, expected) => {
    const problem = lockedProblem(name, version, REGISTRY);
    expect(problem?.message ?? "").toMatch(expected ?? /^$/);
  });

  const anyList = array(constantFrom(...Object.keys(REGISTRY), "node@22", "npm:cowsay@1.6.0", "apt:tree"));

  it("gives the same whatever the order, without doubles, with all that is needed", () => {
    assert(
      property(anyList, infiniteStream(nat()), (list, keys) => {
        const shuffled = list.map((one) => [keys.next().value, one] as const).toSorted(([a], [b]) => a - b);
        const resolution = resolve(...list);
        expect(resolve(...shuffled.map(([, one]) => one))).toEqual(resolution);
        const names = shown(resolution).map((one) => one.replace(/^\+/, ""));
        expect(new Set(names).size).toBe(names.length);
        // What came out needs nothing more.
        const again = resolution.ok ? resolution.dependencies.map(({ name, version }) => named(name, version)) : [];
        expect(shown(resolve(...again))).toEqual(resolution.ok ? names : []);
      }),
    );
  });

  it("lets no text through that a Dockerfile would take for more than a name", () => {
    assert(
      property(constantFrom("", "npm:", "pip:", "uv:", "go:", "cargo:", "apt:"), string(), (prefix, text) => {
        const resolution = resolve(`${prefix}${text}`);
        expect(resolution.ok ? text : "-").toMatch(/^[A-Za-z0-9@/._+~:-]+$/);
      }),
    );
  });
});

function named(name: string, version: string): string {
  const isDebian = REGISTRY[name]?.source.from === "apt" && REGISTRY[name].defaultVersion === "";
  return version === "" || isDebian ? name : `${name}@${version}`;
}
