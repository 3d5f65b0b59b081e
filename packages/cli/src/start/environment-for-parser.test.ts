import { describe, expect, it } from "vitest";
import { addPlaceholders, removePlaceholders } from "./environment-for-parser.ts";

describe("the parser's environment", () => {
  it("has a home and a shell while it is needed", () => {
    const env: NodeJS.ProcessEnv = { SHELL: "", PATH: "/bin" };
    addPlaceholders(env);
    expect(env["HOME"]).toMatch(/^\//);
    expect(env["SHELL"]).toMatch(/^\//);
    removePlaceholders(env);
    expect(env).toEqual({ PATH: "/bin" });
  });

  it("leaves alone what the user has", () => {
    const env = { HOME: "/home/ada", SHELL: "/bin/zsh" };
    addPlaceholders(env);
    removePlaceholders(env);
    expect(env).toEqual({ HOME: "/home/ada", SHELL: "/bin/zsh" });
  });
});
