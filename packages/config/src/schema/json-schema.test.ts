import { isIP } from "node:net";
import { Ajv } from "ajv";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse as parseYamlData } from "yaml";
import type { ConfigIssue } from "../problems/config-issue.ts";
import { issuesOf } from "../testing/failure-of.ts";
import { MALFORMED } from "../testing/malformed.ts";
import { WELL_FORMED } from "../testing/well-formed.ts";
import { IP_ADDRESS } from "./dns-type.ts";
import { agentJsonSchema } from "./json-schema.ts";

/** Editors take what YAML calls a number for one, `.nan` included. */
const ajv = new Ajv({ strictNumbers: false, strictTypes: false, strictTuples: false, allErrors: true });
const accepts = ajv.compile(agentJsonSchema());

/**
 * What the schema's dialect cannot say, each by the words of our own message. Nothing else may be refused by us and accepted by an
 * editor, and each has to be needed by a file of the table.
 */
const ONLY_OURS: readonly (readonly [rule: string, message: RegExp])[] = [
  ["two mounts on one target", /^The mount target .* is taken by `mounts\[/],
  ["one port by two names", /^The port \d+ is given by /],
  ["a soft limit above the hard one", /has a soft limit, \d+, above its hard limit/],
];

function isOnlyOurs({ message }: ConfigIssue): boolean {
  return ONLY_OURS.some(([, words]) => words.test(message));
}

/** What the YAML part of an editor tells, before any schema is asked: ours has no path there. */
function isBelowSchema(issue: ConfigIssue): boolean {
  return issue.path === "" && !issue.message.includes("must be a mapping");
}

/** The data of a file, as an editor's YAML part gives it to the validator. */
function dataOf(text: string | Uint8Array): unknown {
  const data: unknown = parseYamlData(
    Buffer.from(text)
      .toString("utf8")
      .replace(/^\uFEFF/, ""),
    { version: "1.2" },
  );
  return data;
}

const refused = MALFORMED.map(([what, text]) => ({ what, text, issues: issuesOf(text) })).filter(
  ({ issues }) => !issues.some(isBelowSchema),
);

describe("the JSON Schema", { timeout: 120_000 }, () => {
  it.each(WELL_FORMED)("accepts %s", (_what, text) => {
    accepts(dataOf(text));
    expect(accepts.errors ?? []).toEqual([]);
  });

  it.each(refused)("agrees about $what", ({ text, issues }) => {
    expect(accepts(dataOf(text))).toBe(issues.every(isOnlyOurs));
  });

  it("is asked about most of the table", () => {
    expect(refused.length).toBeGreaterThan(80);
  });

  it.each(ONLY_OURS)("really cannot say: %s", (_rule, words) => {
    const needed = refused.filter(({ issues }) => issues.every(({ message }) => words.test(message)));
    expect(needed.length).toBeGreaterThan(0);
    for (const { text } of needed) expect(accepts(dataOf(text))).toBe(true);
  });

  it("agrees about whatever can be written of the keys", () => {
    fc.assert(
      fc.property(someFile, (file) => {
        const issues = issuesOf(JSON.stringify(file));
        expect(accepts(file)).toBe(issues.every(isOnlyOurs));
      }),
      { numRuns: 2000 },
    );
  });

  it("knows the addresses that Node.js knows", () => {
    const group = fc.stringMatching(/^[0-9a-f]{0,5}$/);
    const like6 = fc.array(group, { minLength: 1, maxLength: 9 }).map((groups) => groups.join(":"));
    const like4 = fc.array(fc.nat(300), { minLength: 3, maxLength: 5 }).map((parts) => parts.join("."));
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), like4, like6, fc.ipV6()), (text) => {
        // An address whose last part is in the form of the other family is one that resolv.conf does not need.
        fc.pre(!(text.includes(":") && text.includes(".")));
        expect(IP_ADDRESS.test(text)).toBe(isIP(text) !== 0);
      }),
      { numRuns: 3000 },
    );
  });
});

const word = fc.constantFrom("", "a", "A", "none", "docker", "apple", "run_0123456789ab", "debian:x", "a b", "\n", "é");
const path = fc
  .array(fc.constantFrom("/", "/", ".", "..", "a", "workspace", "proc", "dev", ":", "~", "ro", "rw", ":ro"), {
    maxLength: 8,
  })
  .map((parts) => parts.join(""));
const scalar = fc.oneof(
  word,
  path,
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
);
const small = fc.constantFrom(0, 1, 16, 63, 64, 65, 80, 1024, 65_535, 65_536, 1.5);
const pair = fc.oneof(scalar, fc.record({ soft: small, hard: small }, { requiredKeys: [] }));
const dictionary = <T>(keys: readonly string[], value: fc.Arbitrary<T>) =>
  fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 3, noNullPrototype: true });
const mount = fc.oneof(path, dictionary(["source", "target", "mode", "exclude", "x"], fc.oneof(path, word)));
const names = ["A", "a_1", "MOAT_X", "Http_Proxy", "no_proxy", "NO_PROXYX", "1A", "web", "a-b", "-a", ""];

const someFile = fc.record(
  {
    name: scalar,
    agent: scalar,
    version: scalar,
    command: fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })),
    env: fc.oneof(scalar, dictionary(names, scalar)),
    mounts: fc.oneof(scalar, fc.array(mount, { maxLength: 3 })),
    ports: fc.oneof(scalar, dictionary(names, fc.oneof(scalar, small))),
    interactive: scalar,
    runtime: scalar,
    base_image: scalar,
    sandbox: scalar,
    container: fc.oneof(
      scalar,
      fc.record(
        {
          memory: fc.oneof(scalar, small),
          cpus: fc.oneof(scalar, small),
          dns: fc.oneof(scalar, fc.array(fc.constantFrom("1.1.1.1", "::1", "x", 1), { maxLength: 4 })),
          ulimits: fc.oneof(scalar, dictionary(["nofile", "nproc", "fsize", "cpu", "x"], pair)),
          log_size: fc.oneof(scalar, small),
          apple: scalar,
        },
        { requiredKeys: [], noNullPrototype: true },
      ),
    ),
    network: scalar,
    nmae: scalar,
  },
  { requiredKeys: [], noNullPrototype: true },
);
