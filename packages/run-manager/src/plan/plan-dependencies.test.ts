import { ConfigError, parseConfig } from "@moat/config";
import { describe, expect, it } from "vitest";
import { planDependencies } from "./plan-dependencies.ts";

const planned = (yaml: string) => planDependencies(parseConfig(yaml, { file: "agent.yaml" }));
const wrong = () => planned("name: a\ndependencies:\n  - gti\n  - node@22\n  - node@24\n");

describe("planDependencies", () => {
  it("tells all that is wrong at once, each with its place and what was meant", () => {
    expect(wrong).toThrow(ConfigError);
    expect(wrong).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        issues: [
          expect.objectContaining({ path: "dependencies[0]", line: 3, column: 5, hint: "Did you mean `git`?" }),
          expect.objectContaining({ path: "dependencies[2]", line: 5, column: 5 }),
        ],
      }),
    );
  });

  it("takes what is needed along", () => {
    expect(planned("dependencies: [claude-code]").map(({ name }) => name)).toEqual(["node", "claude-code"]);
    expect(planned("")).toEqual([]);
  });
});
