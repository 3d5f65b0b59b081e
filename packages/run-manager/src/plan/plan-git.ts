import { dirname, join, resolve } from "node:path";
import type { GitFacts, GitWorktree } from "@moat/host";
import type { PlanInput } from "../plan-run.ts";
import type { PlannedGit, PlannedGitSetting, PlannedMount, PlannedUser } from "../run-plan.ts";
import { engineSocketIn } from "./engine-sockets.ts";
import { touchesMoatHome } from "./moat-home-at.ts";
import { WORKSPACE_TARGET } from "./workspace-target.ts";

/** What git inside is told, and what it sees beside the workspace. */
export interface GitDecision {
  readonly git: PlannedGit;
  readonly mounts: readonly PlannedMount[];
}

/** What is something else inside. */
const TAKEN = ["/proc", "/sys", "/dev", WORKSPACE_TARGET];

/**
 * Decides how git works inside as it does outside: under the same name, trusting the workspace whoever owns it, and, in a
 * worktree, with the repository that it belongs to. `taken` are the mounts that were asked for: where one of them brings
 * the repository, it is the user's to say how. Pure.
 */
export function planGit(input: PlanInput, user: PlannedUser, taken: readonly PlannedMount[]): GitDecision {
  const { git, workspace } = input;
  const settings = [...identityOf(git), ...trustOf(input, user)];
  const { repository } = git;
  const without = (missing: string): GitDecision => ({ git: { settings, missing }, mounts: [] });
  if (repository.kind === "astray")
    return without(`the workspace's .git leads to ${repository.to}, which is not the repository of a worktree here`);
  if (repository.kind !== "worktree") return without("");
  const { commonDir } = repository;
  const target = targetsOf(repository);
  const own = join(WORKSPACE_TARGET, ".git");
  const needed = target.workspaceGit === own ? [target.commonDir] : [target.commonDir, target.workspaceGit];
  if (needed.some((path) => TAKEN.some((directory) => isWithin(directory, path))))
    return without(`the workspace's repository ${commonDir} has a path that is something else inside`);
  if (engineSocketIn([commonDir], input) !== "" || touchesMoatHome(commonDir, input))
    return without(`the workspace's repository ${commonDir} holds the engine's socket or touches moat's own directory`);
  if (taken.some((mount) => isWithin(mount.target, target.commonDir))) return without("");
  return {
    git: { settings: [...settings, ...worktreeSettings(repository)], missing: "" },
    mounts: worktreeMounts(repository, target, workspace).filter(
      (mount) => mount.target !== own && !taken.some((other) => other.target === mount.target),
    ),
  };
}

function identityOf({ identity: { name, email } }: GitFacts): readonly PlannedGitSetting[] {
  const given = [
    { key: "user.name", value: name },
    { key: "user.email", value: email },
  ];
  return given.filter(({ value }) => value !== "").map((setting) => ({ ...setting, source: "git" }));
}

/**
 * Git refuses a repository of somebody else's. The workspace was given to the command on purpose, so inside it is trusted; but
 * only where git would refuse it. A Mac shares its files with a virtual machine, where they may look like anybody's.
 */
function trustOf({ git, host }: PlanInput, { uid }: PlannedUser): readonly PlannedGitSetting[] {
  if (git.repository.kind === "none" || (host.platform === "linux" && git.owners.every((owner) => owner === uid)))
    return [];
  return [{ key: "safe.directory", value: WORKSPACE_TARGET, source: "owner" }];
}

/** What would fail, since the repository's own settings and its list of packed references cannot be written. */
function worktreeSettings({ writable }: GitWorktree): readonly PlannedGitSetting[] {
  const settings = { "gc.auto": "0", "maintenance.auto": "false", "branch.autoSetupMerge": "false" };
  const unlogged = writable.includes("logs") ? {} : { "core.logAllRefUpdates": "false" };
  return Object.entries({ ...settings, ...unlogged }).map(([key, value]) => ({ key, value, source: "worktree" }));
}

/** Where git inside looks: where the pointers lead from there. Without `..` they lead to the same paths as outside. */
function targetsOf({ pointer, backPointer }: GitWorktree) {
  const admin = resolve(WORKSPACE_TARGET, pointer);
  return { admin, commonDir: dirname(dirname(admin)), workspaceGit: resolve(admin, backPointer) };
}

/**
 * The repository is read-only but for what everyday work in a worktree writes, so that the command cannot have the host's git
 * run anything: no settings, no hooks, nothing of other worktrees.
 *
 * The workspace's own `.git` is shown where the repository expects it, too. Otherwise `git worktree prune` inside would take
 * the worktree for one that was removed, and forget it.
 */
function worktreeMounts(
  { commonDir, name, writable }: GitWorktree,
  target: ReturnType<typeof targetsOf>,
  workspace: string,
): readonly PlannedMount[] {
  const directories = [...writable, join("worktrees", name)];
  return [
    seen(commonDir, target.commonDir),
    ...directories.map((path) => written(join(commonDir, path), join(target.commonDir, path))),
    seen(join(workspace, ".git"), target.workspaceGit),
  ];
}

function seen(source: string, target: string): PlannedMount {
  return { source, target, readOnly: true, origin: "default" };
}

function written(source: string, target: string): PlannedMount {
  return { source, target, readOnly: false, origin: "default" };
}

function isWithin(directory: string, path: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}
