import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseConfig } from "./parse-config.ts";
import { issuesOf } from "./testing/failure-of.ts";

const VALID = `name: blue-otter
command: [npm, run, "start:dev"]
env:
  NODE_ENV: &env development
  COPY: *env
  LONG: |
    one
    two
mounts:
  - ~/data:/data:ro
  - {source: ../shared, target: /shared, mode: rw}
ports: {web: 3000, api: 0x1F90}
interactive: true
runtime: docker
base_image: node:24-bookworm-slim
sandbox: none
`;

const WORDS =
  "name command env mounts ports sandbox runtime network none x /a:/b:ro << __proto__ ' \" \\ \\u | > |-2 &a *a ! !!str !!binary --- ... @ ` 1 1e3 .nan 0x null ~ true : - ? [ ] { } , # é 😀";
const OTHERS = "|: |- |\n|\n  |\n    |\r\n|\r|\t| | #|&a &b|%YAML 1.1|\0|\u0007|\u0085|\u2028|\uFEFF|\uD800";
const PIECES = [...WORDS.split(" "), ...OTHERS.split("|")];

const soup = fc.array(fc.constantFrom(...PIECES), { maxLength: 80 }).map((pieces) => pieces.join(""));

const mutated = fc
  .array(fc.record({ at: fc.nat(VALID.length), drop: fc.nat(12), insert: fc.constantFrom("", ...PIECES) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((edits) =>
    edits.reduce((text, { at, drop, insert }) => text.slice(0, at) + insert + text.slice(at + drop), VALID),
  );

const anything = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.uint8Array({ maxLength: 400 }),
  soup,
  mutated,
);

// A busy machine takes its time; nothing here is about speed.
describe("parseConfig", { timeout: 120_000 }, () => {
  it("accepts the file that the next test spoils", () => {
    expect(parseConfig(VALID, { file: "agent.yaml" }).ports).toEqual({ web: 3000, api: 8080 });
  });

  it("returns a config or throws a ConfigError whose every issue has a place, whatever it reads", () => {
    fc.assert(
      fc.property(anything, (input) => {
        const issues = issuesOf(input);
        const places = issues.map(({ line, column }) => line * 1e7 + column);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        for (const { line, column, message, excerpt } of issues) {
          expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
          expect(message).toMatch(/^\S.*[.?]$/su);
          // Two lines, and nothing that a terminal would obey.
          expect(excerpt).toMatch(/^[^\p{Cc}]*\n[ |^]+$/u);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it("says the same of bytes as of the text they hold", () => {
    fc.assert(
      fc.property(fc.oneof(soup, mutated), (text) => {
        fc.pre(text.isWellFormed());
        expect(issuesOf(new TextEncoder().encode(text))).toEqual(issuesOf(text));
      }),
      { numRuns: 500 },
    );
  });

  it("reads back every environment that can be written", () => {
    const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,10}$/).filter((word) => !/^MOAT_|_PROXY$/.test(word));
    const value = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
    fc.assert(
      fc.property(fc.dictionary(name, value, { noNullPrototype: true }), (env) => {
        expect(parseConfig(JSON.stringify({ env }), { file: "agent.yaml" }).env).toEqual(env);
      }),
    );
  });
});
