import { describe, expect, it } from "vitest";
import { parseConfig } from "./parse-config.ts";
import { WELL_FORMED } from "./testing/well-formed.ts";

describe("a file that is odd and right", () => {
  it.each(WELL_FORMED)("%s", (_what, text, path, value) => {
    expect(Reflect.get(parseConfig(text, { file: "agent.yaml" }), path)).toEqual(value);
  });
});
