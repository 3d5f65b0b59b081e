import { emptyLock, parseConfig, parseLock } from "@moat/config";
import { type GitFacts, type GitWorktree, type HostFacts, NO_GIT, type PathFacts } from "@moat/host";
import type { PlanInput } from "../plan-run.ts";
import { type RunRequest, runRequest } from "../run-request.ts";

/** What a test case changes of {@link samplePlanInput}. */
export interface PlanCase {
  /** The text of `agent.yaml`. */
  readonly yaml?: string;
  /** The text of `agent.lock`; undefined where there is none. */
  readonly lock?: string;
  /** The text of the machine's `config.yaml`. */
  readonly machine?: string;
  readonly request?: Partial<RunRequest>;
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: Partial<HostFacts["terminal"]>;
  readonly inputIsNull?: boolean;
  readonly platform?: string;
  readonly user?: Partial<HostFacts["user"]>;
  readonly candidateName?: string;
  /** The certificate authorities of the machine. */
  readonly certificates?: readonly string[];
  readonly git?: Partial<GitFacts>;
  readonly workspace?: string;
  /** Moat's own directory. */
  readonly home?: string;
  /** What this machine has beside {@link PLACES}; `link -> target` is done by the real path. */
  readonly places?: Readonly<Record<string, PathFacts>>;
}

const at = (kind: PathFacts["kind"], realPath: string): PathFacts => ({ kind, realPath });

const PLACES: Readonly<Record<string, PathFacts>> = {
  "/": at("directory", "/"),
  "/srv/app": at("directory", "/srv/app"),
  "/srv/app/data": at("directory", "/srv/app/data"),
  "/elsewhere/data": at("directory", "/elsewhere/data"),
  "/home/ada": at("directory", "/home/ada"),
  "/home/ada/.cache": at("directory", "/home/ada/.cache"),
  "/etc/hosts": at("file", "/etc/hosts"),
  "/link": at("directory", "/srv/real"),
  "/secret": at("denied", "/secret"),
  "/dev/fuse": at("other", "/dev/fuse"),
};

/** The workspace of a sample as the worktree of another repository. */
export const SAMPLE_WORKTREE: GitWorktree = {
  kind: "worktree",
  pointer: "/srv/main/.git/worktrees/app",
  backPointer: "/srv/app/.git",
  commonDir: "/srv/main/.git",
  name: "app",
  writable: ["objects", "refs", "logs"],
};

/** Something to plan a run from, of a machine that exists in tests only. */
export function samplePlanInput(given: PlanCase = {}): PlanInput {
  const ada = { uid: 1000, gid: 1001, name: "ada", home: "/home/ada" };
  const places = { ...PLACES, ...given.places };
  return {
    config: parseConfig(given.yaml ?? "", { file: "agent.yaml" }),
    lock: given.lock === undefined ? emptyLock() : parseLock(given.lock, { file: "agent.lock" }),
    machine: parseConfig(given.machine ?? "", { file: "config.yaml", scope: "machine" }),
    request: runRequest(given.request ?? {}),
    host: {
      user: { ...ada, ...given.user },
      effectiveUser: ada,
      env: { PATH: "/bin", TERM: "xterm-256color", TOKEN: "t0k", EMPTY: "", ...given.env },
      platform: given.platform ?? "linux",
      arch: "x64",
      cwd: "/elsewhere",
      inputIsNull: given.inputIsNull ?? false,
      terminal: { stdin: true, stdout: false, stderr: true, ...given.terminal },
    },
    workspace: given.workspace ?? "/srv/app",
    home: given.home ?? "/home/ada/.moat",
    identity: {
      id: "run_0123456789ab",
      installation: "0011223344556677",
      version: "1.2.3",
      createdAt: "2026-01-02T03:04:05.000Z",
      candidateName: given.candidateName ?? "calm-otter",
    },
    certificates: {
      ofHost: () => given.certificates ?? [],
      ofFile: (path) => (path === "/srv/app/ca.pem" ? ["of the file"] : undefined),
    },
    git: { ...NO_GIT, ...given.git },
    paths: (path) => places[path] ?? at("missing", path),
  };
}
