import { fstatSync, readFileSync, statSync } from "node:fs";
import { devNull, userInfo } from "node:os";
import process from "node:process";
import { isatty } from "node:tty";
import { callingUser } from "./calling-user.ts";
import type { HostFacts, HostUser } from "./host-facts.ts";

/** Reads what this process and this machine are like. The one place where these facts come from. */
export function readHostFacts(): HostFacts {
  const env = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const effectiveUser = readEffectiveUser(env);
  return {
    user: callingUser(effectiveUser, env, readPasswd),
    effectiveUser,
    env,
    platform: process.platform,
    arch: process.arch,
    cwd: readCwd(env),
    inputIsNull: isNull(0),
    terminal: { stdin: isatty(0), stdout: isatty(1), stderr: isatty(2) },
  };
}

function readEffectiveUser(env: Readonly<Record<string, string>>): HostUser {
  const uid = process.geteuid?.() ?? 0;
  const gid = process.getegid?.() ?? 0;
  try {
    const entry = userInfo();
    return { uid, gid, name: entry.username, home: entry.homedir };
  } catch {
    // A uid without an entry, as in `docker run --user 12345`: then `HOME` is all there is.
    return { uid, gid, name: `uid-${uid}`, home: env["HOME"] ?? "" };
  }
}

/** The current directory; where it was removed under us, its last known name, which will be reported as missing. */
function readCwd(env: Readonly<Record<string, string>>): string {
  try {
    return process.cwd();
  } catch {
    return env["PWD"] ?? "/";
  }
}

/** As `< /dev/null`, cron and service managers have it. */
function isNull(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).rdev === statSync(devNull).rdev;
  } catch {
    return false;
  }
}

function readPasswd(): string {
  try {
    return readFileSync("/etc/passwd", "utf8");
  } catch {
    return "";
  }
}
