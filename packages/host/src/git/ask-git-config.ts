import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import type { HostFacts } from "../host-facts.ts";

/** A guard against what never ends, such as a pipe in the place of a settings file. */
const LIMIT_MS = 5000;

type Asker = Pick<HostFacts, "env" | "user" | "effectiveUser" | "platform">;

/**
 * Asks this machine's git what its settings are in a workspace, and gives its answer; empty where there is no git, or where it
 * refuses.
 *
 * A workspace is not trusted, and most commands of git run programs that its settings name. `git config` reads settings and
 * does nothing else: it does not look at the index (`core.fsmonitor`), runs no hook, opens no connection
 * (`core.sshCommand`), and a pager only on a terminal; no alias replaces a command of git's own.
 */
export async function askGitConfig(workspace: string, words: readonly string[], host: Asker): Promise<string> {
  const program = findGit(workspace, host);
  if (program === undefined) return "";
  const { user, effectiveUser } = host;
  const isSelf = user.uid === effectiveUser.uid;
  const env = isSelf ? host.env : {};
  const settings = env["XDG_CONFIG_HOME"];
  const { promise, resolve } = Promise.withResolvers<string>();
  const options = {
    cwd: "/",
    // Of git's own variables none: they could name another repository.
    env: {
      HOME: env["HOME"] ?? user.home,
      PATH: "/usr/bin:/bin",
      LC_ALL: "C",
      ...(settings === undefined ? {} : { XDG_CONFIG_HOME: settings }),
    },
    timeout: LIMIT_MS,
    killSignal: "SIGKILL",
    maxBuffer: 256 * 1024,
    // Under sudo as the user who called it, like everything that concerns the workspace: root may read what they may not.
    ...(effectiveUser.uid === 0 && !isSelf ? { uid: user.uid, gid: user.gid } : {}),
  } as const;
  const args = ["-C", workspace, "--no-pager", "config", ...words];
  execFile(program, args, options, (error, stdout) => resolve(error === null ? stdout : ""));
  return promise;
}

/** The one of `PATH`; but no relative directory, and none in the workspace: that must not bring its own git. */
function findGit(workspace: string, { env, platform }: Pick<HostFacts, "env" | "platform">): string | undefined {
  const directories = (env["PATH"] ?? "").split(delimiter).filter((directory) => isAbsolute(directory));
  return directories
    .map((directory) => join(directory, "git"))
    .find((path) => !path.startsWith(`${workspace}/`) && isProgram(path) && !isInstaller(path, platform));
}

/** On a Mac without developer tools this path is a program that opens a window to install them. */
function isInstaller(path: string, platform: string): boolean {
  if (platform !== "darwin" || path !== "/usr/bin/git") return false;
  return !["/Library/Developer/CommandLineTools/usr/bin/git", "/Applications/Xcode.app"].some(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
