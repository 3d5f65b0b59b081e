import { expect, it } from "vitest";
import { compatCommand } from "./compat-hint.ts";

const plan = { workspace: "/srv/my app", command: ["sh", "-c", "kill -SEGV $$"], env: {}, mounts: [] };

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

it("repeats the mounts that flags have added", () => {
  const mounts = [
    { source: "/srv/my app", target: "/workspace", readOnly: false, origin: "default" },
    { source: "/srv/my data", target: "/data", readOnly: true, origin: "flag" },
    { source: "/srv/out", target: "/out", readOnly: false, origin: "flag" },
    { source: "/srv/a:b", target: "/c", readOnly: false, origin: "flag" },
    { source: "/srv/lib", target: "/lib", readOnly: true, origin: "agent.yaml" },
  ] as const;
  expect(compatCommand({ ...plan, mounts }, "/srv/my app")).toBe(
    "moat compat -m '/srv/my data:/data:ro' -m /srv/out:/out:rw -- sh -c 'kill -SEGV $$'",
  );
});
