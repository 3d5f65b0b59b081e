import { expect, it } from "vitest";
import { compatCommand } from "./compat-hint.ts";

const plan = { workspace: "/srv/my app", command: ["sh", "-c", "kill -SEGV $$"], env: {} };

it.each([
  ["/srv/my app", {}, "moat compat -- sh -c 'kill -SEGV $$'"],
  ["/elsewhere", {}, "moat compat '/srv/my app' -- sh -c 'kill -SEGV $$'"],
  [
    "/srv/my app",
    {
      TOKEN: { value: "t0k", origin: "environment" },
      TERM: { value: "xterm", origin: "environment" },
      CI: { value: "1", origin: "flag" },
      A: { value: "b", origin: "agent.yaml" },
    },
    "moat compat -e TOKEN -- sh -c 'kill -SEGV $$'",
  ],
] as const)("in %s with %j", (cwd, env, expected) => {
  expect(compatCommand({ ...plan, env }, cwd)).toBe(expected);
});
