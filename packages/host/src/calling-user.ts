import type { HostUser } from "./host-facts.ts";

const POSITIVE = /^[1-9]\d{0,9}$/;

/**
 * Tells who ran moat: the process's own user, and under `sudo` the user who called it. `sudo` is believed only where
 * this process is root, since anybody can set its variables.
 */
export function callingUser(
  effective: HostUser,
  env: Readonly<Record<string, string>>,
  passwd: () => string,
): HostUser {
  const uid = env["SUDO_UID"] ?? "";
  const gid = env["SUDO_GID"] ?? "";
  if (effective.uid !== 0 || !POSITIVE.test(uid) || !POSITIVE.test(gid)) return effective;

  const entry = findEntry(passwd(), uid);
  return {
    uid: Number(uid),
    gid: Number(gid),
    name: env["SUDO_USER"] ?? entry?.name ?? `uid-${uid}`,
    // Users of a directory service are not in the file; then `~` is the home of the user that moat runs as.
    home: entry?.home ?? effective.home,
  };
}

/** Finds a uid in the text of `/etc/passwd`. */
function findEntry(passwd: string, uid: string): { name: string; home: string } | undefined {
  for (const line of passwd.split("\n")) {
    const [name = "", , entryUid, , , home = ""] = line.split(":");
    if (entryUid === uid && name !== "" && home.startsWith("/")) return { name, home };
  }
  return undefined;
}
