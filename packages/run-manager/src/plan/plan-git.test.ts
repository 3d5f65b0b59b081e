import type { GitFacts } from "@moat/host";
import { describe, expect, it } from "vitest";
import { planRun } from "../plan-run.ts";
import { type PlanCase, SAMPLE_WORKTREE as TREE, samplePlanInput } from "../testing/sample-plan-input.ts";
import { gitConfigFile } from "./git-config-file.ts";

const ADA: GitFacts["identity"] = { name: "Ada", email: "ada@example.org" };
/** What a plan decides of git: its settings by key, its mounts beside the workspace, and what it does without. */
function planned(given: PlanCase & { readonly git: Partial<GitFacts> }) {
  const { git, mounts, env } = planRun(samplePlanInput(given));
  return {
    settings: Object.fromEntries(git.settings.map(({ key, value }) => [key, value])),
    mounts: mounts.slice(1).map(({ source, target, readOnly }) => `${source} -> ${target}${readOnly ? " ro" : ""}`),
    missing: git.missing,
    isTold: env["GIT_CONFIG_SYSTEM"]?.value ?? "",
  };
}

/** A repository elsewhere. */
const at = (pointer: string) => ({ pointer, commonDir: pointer.replace(/\/worktrees\/.*/, "") });

const EVERYDAY = [
  "/srv/main/.git -> /srv/main/.git ro",
  "/srv/main/.git/objects -> /srv/main/.git/objects",
  "/srv/main/.git/refs -> /srv/main/.git/refs",
  "/srv/main/.git/logs -> /srv/main/.git/logs",
  "/srv/main/.git/worktrees/app -> /srv/main/.git/worktrees/app",
  "/srv/app/.git -> /srv/app/.git ro",
];

describe("git in a plan", () => {
  it("is told nothing where there is nothing to tell", () => {
    for (const kind of ["none", "inside"] as const) {
      const git = { repository: { kind }, owners: [1000, 1000] };
      expect(planned({ git })).toEqual({ settings: {}, mounts: [], missing: "", isTold: "" });
    }
  });

  it("has the identity of the host, and only what there is of it", () => {
    const repository = { kind: "inside" } as const;
    const both = planned({ git: { repository, identity: ADA } });
    expect(both.settings).toEqual({ "user.name": "Ada", "user.email": "ada@example.org" });
    expect(both.isTold).toBe("/opt/moat/gitconfig");
    expect(planned({ git: { repository, identity: { ...ADA, email: "" } } }).settings).toEqual({ "user.name": "Ada" });
    const mine = planned({ git: { repository, identity: ADA }, yaml: "env: {GIT_CONFIG_SYSTEM: /mine}" });
    expect(mine.isTold).toBe("/mine");
  });

  it.each([
    ["somebody else's on Linux", { git: { owners: [1000, 7] } }, true],
    ["one's own on Linux", { git: { owners: [1000, 1000] } }, false],
    ["one's own on a Mac", { git: { owners: [1000] }, platform: "darwin" }, true],
  ])("trusts the workspace where git would not: %s", (_what, { git, ...given }, isTrusted) => {
    const { settings } = planned({ ...given, git: { ...git, repository: { kind: "inside" } } });
    expect(settings).toEqual(isTrusted ? { "safe.directory": "/workspace" } : {});
  });

  it("sees the repository of a worktree, and writes what everyday work writes", () => {
    const { settings, mounts, missing } = planned({ git: { repository: TREE } });
    expect(mounts).toEqual(EVERYDAY);
    expect(missing).toBe("");
    expect(settings).toEqual({ "gc.auto": "0", "maintenance.auto": "false", "branch.autoSetupMerge": "false" });
    const bare = planned({ git: { repository: { ...TREE, writable: ["objects", "refs"] } } });
    expect(bare.settings).toMatchObject({ "core.logAllRefUpdates": "false" });
  });

  it("has it where relative pointers lead from inside", () => {
    const repository = { ...TREE, pointer: "../main/.git/worktrees/app", backPointer: "../../../../app/.git" };
    const { mounts } = planned({ git: { repository } });
    expect(mounts[0]).toBe("/srv/main/.git -> /main/.git ro");
    expect(mounts.at(-1)).toBe("/srv/app/.git -> /app/.git ro");
  });

  it("leaves it to a mount of one's own", () => {
    const yaml = "mounts: ['data:/srv/main']\n";
    const { mounts, settings, missing } = planned({ git: { repository: TREE }, yaml });
    expect({ mounts, settings, missing }).toEqual({
      mounts: ["/srv/app/data -> /srv/main"],
      settings: {},
      missing: "",
    });
    const hooks = planned({ git: { repository: TREE }, yaml: "mounts: ['data:/srv/main/.git/objects:ro']\n" });
    expect(hooks.mounts.filter((mount) => mount.includes("objects"))).toEqual([
      "/srv/app/data -> /srv/main/.git/objects ro",
    ]);
  });

  it.each<[string, PlanCase & { readonly git: Partial<GitFacts> }, string]>([
    ["a pointer astray", { git: { repository: { kind: "astray", to: "/home/ada/.ssh" } } }, "leads to /home/ada/.ssh,"],
    ["the kernel's place", { git: { repository: { ...TREE, ...at("/dev/shm/.git/worktrees/app") } } }, "/dev/shm/.git"],
    ["the workspace's place", { git: { repository: { ...TREE, ...at("/workspace/m/.git/worktrees/app") } } }, "inside"],
    ["a back pointer to there", { git: { repository: { ...TREE, backPointer: "/workspace/app/.git" } } }, "inside"],
    [
      "the engine's socket",
      {
        git: { repository: TREE },
        env: { DOCKER_HOST: "unix:///srv/main/.git/docker.sock" },
        places: { "/srv/main/.git/docker.sock": { kind: "other", realPath: "/srv/main/.git/docker.sock" } },
      },
      "engine's socket",
    ],
    ["moat's own directory", { git: { repository: TREE }, home: "/srv/main/.git/moat" }, "moat's own directory"],
  ])("does without, and says so: %s", (_what, given, why) => {
    const { mounts, missing } = planned(given);
    expect({ mounts, missing }).toEqual({ mounts: [], missing: expect.stringContaining(why) });
  });
});

describe("gitConfigFile", () => {
  it("quotes, and lets the image's own settings come last", () => {
    const value = 'A "b" \\ # ;\n\tü ';
    expect(gitConfigFile([{ key: "user.name", value, source: "git" }])).toBe(
      '[user]\n\tname = "A \\"b\\" \\\\ # ;\\n\\tü "\n[include]\n\tpath = "/etc/gitconfig"\n',
    );
  });
});
