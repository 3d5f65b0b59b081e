import { describe, expect, it } from "vitest";
import { type PlanTableRow, planned } from "../testing/plan-tables.ts";

const always = {
  MOAT_RUN_ID: { value: "run_0123456789ab", origin: "default" },
  MOAT_RUN_NAME: { value: "calm-otter", origin: "default" },
} as const;

const cases: readonly PlanTableRow[] = [
  [
    "env: agent.yaml",
    { yaml: "env: {A: b, PORT: 3000}" },
    { env: { ...always, A: { value: "b", origin: "agent.yaml" }, PORT: { value: "3000", origin: "agent.yaml" } } },
  ],
  [
    "env: the flag over agent.yaml",
    { yaml: "env: {A: b}", request: { env: ["A=c"] } },
    { env: { ...always, A: { value: "c", origin: "flag" } } },
  ],
  [
    "env: the later flag wins",
    { request: { env: ["A=1", "A=2"] } },
    { env: { ...always, A: { value: "2", origin: "flag" } } },
  ],
  ["env: an empty value", { request: { env: ["A="] } }, { env: { ...always, A: { value: "", origin: "flag" } } }],
  [
    "env: a value with signs",
    { request: { env: ["A=b=c d\n"] } },
    { env: { ...always, A: { value: "b=c d\n", origin: "flag" } } },
  ],
  [
    "env: the host's value",
    { request: { env: ["TOKEN"] } },
    { env: { ...always, TOKEN: { value: "t0k", origin: "environment" } } },
  ],
  [
    "env: the host's empty value",
    { request: { env: ["EMPTY"] } },
    { env: { ...always, EMPTY: { value: "", origin: "environment" } } },
  ],
  ["env: what the host does not have", { request: { env: ["NOPE"] } }, { env: always }],
  [
    "env: what the host does not have over agent.yaml",
    { yaml: "env: {NOPE: x}", request: { env: ["NOPE"] } },
    { env: always },
  ],
  [
    "env: names that objects have",
    { yaml: "env: {constructor: x}", request: { env: ["__proto__=y", "toString"] } },
    {
      env: Object.fromEntries([
        ...Object.entries(always),
        ["constructor", { value: "x", origin: "agent.yaml" }],
        ["__proto__", { value: "y", origin: "flag" }],
      ]),
    },
  ],
  ["env: no TERM without a terminal", { request: { command: ["id"] } }, { env: always }],
  [
    "env: TERM with a terminal",
    { request: { interactive: true }, terminal: { stdout: true } },
    { env: { ...always, TERM: { value: "xterm-256color", origin: "environment" } } },
  ],
  [
    "env: TERM of agent.yaml over the host's",
    { yaml: "env: {TERM: dumb}", request: { interactive: true }, terminal: { stdout: true } },
    { env: { ...always, TERM: { value: "dumb", origin: "agent.yaml" } } },
  ],
];

describe("the environment of a plan", () => {
  it.each(cases)("%s", (...row) => {
    expect(planned(row)).toEqual(row[2]);
  });
});
