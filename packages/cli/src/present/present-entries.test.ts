import { describe, expect, it } from "vitest";
import { dependencyInfo } from "../operations/dependency-info.ts";
import { dependencyJson, dependencyText, entriesJson, entriesOf, entriesText } from "./present-entries.ts";

describe("moat deps list", () => {
  it("has a line for each entry, and can be of one kind", () => {
    const text = entriesText(entriesOf(undefined));
    expect(text).toMatch(/^NAME +KIND +VERSION +WHAT IT IS\n/);
    expect(text).toMatch(/^git +tool +Debian's +Git\.$/m);
    expect(text).toMatch(/^node +runtime +24 +/m);
    expect(entriesOf("agent").map(({ name }) => name)).toEqual([
      "claude-code",
      "codex-cli",
      "copilot-cli",
      "gemini-cli",
      "pi",
    ]);
    expect(entriesJson(entriesOf("group"))).toMatchObject({
      dependencies: [{ name: "cli-essentials" }, {}, {}, {}, {}],
    });
  });
});

describe("moat deps info", () => {
  it("tells what comes along", () => {
    const info = dependencyInfo("claude-code");
    expect(dependencyText(info)).toMatch(/^versions +any exact one\nbrings +node 24$/m);
    expect(dependencyJson(info)).toMatchObject({ entry: { name: "claude-code" }, brings: [{ name: "node" }, {}] });
    expect(dependencyText(dependencyInfo("git"))).toMatch(/^versions +none to choose$/m);
    expect(dependencyText(dependencyInfo("python-dev"))).toMatch(/^brings +ruff 0/m);
    expect(dependencyText(dependencyInfo("npm:cowsay@1.6.0"))).toMatch(/^brings +node 24\nis +npm:cowsay 1\.6\.0$/);
    expect(dependencyJson(dependencyInfo("apt:tree"))).toMatchObject({ entry: null });
    expect(dependencyText(dependencyInfo("ruff"))).toContain("PyPI: ruff");
    expect(dependencyText(dependencyInfo("go"))).toContain("the image golang:{version}");
    expect(dependencyText(dependencyInfo("yq"))).toMatch(/^from +Go: github\.com\/mikefarah\/yq\/v4$/m);
    expect(dependencyText(dependencyInfo("cargo:hexyl@0.17.0"))).toMatch(/^brings +rust 1\.96\nis +cargo:hexyl 0/m);
  });

  it("refuses what agent.yaml would refuse", () => {
    expect(() => dependencyInfo("gti")).toThrow(
      expect.objectContaining({ code: "USAGE", hint: "Did you mean `git`?" }),
    );
  });
});
