/** What git on this machine would do in a workspace, and where that keeps what git needs. Plain data. */
export interface GitFacts {
  /** Whom git would name as the author; empty where nothing is set, or where there is no git. */
  readonly identity: { readonly name: string; readonly email: string };
  readonly repository: GitRepository;
  /** Who owns what git looks at before it trusts a repository. */
  readonly owners: readonly number[];
}

/** What a workspace's `.git` is. */
export type GitRepository =
  /** There is none, or it lies in the workspace as a whole. */
  | { readonly kind: "none" | "inside" }
  | GitWorktree
  /** It leads out of the workspace, to something that does not lead back. */
  | { readonly kind: "astray"; readonly to: string };

/** A workspace whose repository is elsewhere: it was made by `git worktree add`. Each is shown to belong to the other. */
export interface GitWorktree {
  readonly kind: "worktree";
  /** The directory for this worktree in the repository, as `.git` in the workspace names it. */
  readonly pointer: string;
  /** What that directory's `gitdir` names: the workspace's `.git`. */
  readonly backPointer: string;
  /** The repository, without symbolic links. */
  readonly commonDir: string;
  /** The name of the worktree's directory below `worktrees` of the repository. */
  readonly name: string;
  /** Which directories of the repository, beside the worktree's own, are written to by everyday work. */
  readonly writable: readonly string[];
}

/** What is known where nobody has looked. */
export const NO_GIT: GitFacts = {
  identity: { name: "", email: "" },
  repository: { kind: "none" },
  owners: [],
};
