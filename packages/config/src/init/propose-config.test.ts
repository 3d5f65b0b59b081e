import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "../parse-config.ts";
import { PROJECT_FILES } from "./languages.ts";
import { proposeConfig } from "./propose-config.ts";

const propose = (files: Readonly<Record<string, string>>) => proposeConfig(new Map(Object.entries(files)));
const imageOf = (text: string) => parseConfig(text, { file: "agent.yaml" }).baseImage;

/** The file with everything set that it has as a comment. */
const uncommented = (text: string) => text.replaceAll(/^# ((?:[a-z_]+:| ).*)$/gm, "$1");

describe("proposeConfig", { timeout: 120_000 }, () => {
  it.each([
    [{}, ""],
    [{ "package.json": "{}" }, "node:24-bookworm-slim"],
    [{ "package.json": '{"engines": {"node": ">=20.1"}}' }, "node:20-bookworm-slim"],
    [{ "package.json": '{"engines": {"node": ">=20"}}', ".nvmrc": "v22.12.0\n" }, "node:22-bookworm-slim"],
    [{ ".nvmrc": "lts/*\n" }, "node:24-bookworm-slim"],
    [{ ".node-version": "18\n" }, "node:18-bookworm-slim"],
    [{ "pyproject.toml": '[project]\nrequires-python = ">=3.11"\n' }, "python:3.11-slim-bookworm"],
    [{ "requirements.txt": "flask\n" }, "python:3-slim-bookworm"],
    [{ "setup.py": "", ".python-version": "3.12.4\n" }, "python:3.12-slim-bookworm"],
    [{ "go.mod": "module x\n\ngo 1.23.1\n" }, "golang:1.23-bookworm"],
    [{ "go.mod": "module x\n" }, "golang:1-bookworm"],
    [{ "Cargo.toml": "[package]\n" }, "rust:1-slim-bookworm"],
    [{ "Cargo.toml": "", "rust-toolchain.toml": '[toolchain]\nchannel = "1.80"\n' }, "rust:1.80-slim-bookworm"],
    [{ Gemfile: "", ".ruby-version": "ruby-3.3.0\n" }, "ruby:3.3-slim-bookworm"],
  ])("chooses the image for %j", (files, image) => {
    expect(imageOf(propose(files))).toBe(image);
  });

  it("names what else it found, and what a Dockerfile says", () => {
    const text = propose({
      "package.json": '{"scripts": {"start": "x"}}',
      "go.mod": "",
      Dockerfile: "FROM x\nEXPOSE 8080/tcp\n",
    });
    expect(text).toContain("# Also found: Go (go.mod; golang:1-bookworm).");
    expect(text).toContain("# There is a Dockerfile.");
    expect(text).toContain("#   web: 8080");
    expect(text).toContain("# command: [npm, start]");
  });

  it("is valid with every comment that is a key taken for real, too", () => {
    for (const files of [{}, { "package.json": "{}", Dockerfile: "EXPOSE 80" }, { "go.mod": "" }, { "setup.py": "" }]) {
      const config = parseConfig(uncommented(propose(files)), { file: "agent.yaml" });
      expect(
        ["base_image", "command", "env", "mounts", "container.memory", "container.cpus"].filter(
          (key) => !config.has(key),
        ),
      ).toEqual([]);
    }
  });

  it("is valid whatever the files hold", () => {
    const files = fc.dictionary(fc.constantFrom(...PROJECT_FILES), fc.string({ unit: "binary", maxLength: 60 }));
    fc.assert(
      fc.property(files, (found) => {
        expect(parseConfig(propose(found), { file: "agent.yaml" }).sandbox).toBe("default");
      }),
    );
  });
});
