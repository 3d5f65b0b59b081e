import type { FileSpec } from "@moat/core";
import type { PlannedUser } from "../run-plan.ts";

/** What an image says of its users. */
export interface ImageAccounts {
  /** The text of /etc/passwd. */
  readonly passwd: string;
  /** The text of /etc/group. */
  readonly group: string;
}

/** What is known of an image that was not asked, or that has no such files. */
export const NO_ACCOUNTS: ImageAccounts = { passwd: "", group: "" };

/** Who the command is inside, and what has to be put into the container for it. */
export interface ContainerAccount {
  /** `uid:gid`. */
  readonly user: string;
  readonly home: string;
  readonly files: readonly FileSpec[];
}

/**
 * Gives a uid and gid of the host a place in an image: an entry in its password and group files where there is none,
 * and a home of its own. Root needs nothing: every image has it. Pure.
 */
export function accountFor(planned: PlannedUser, image: ImageAccounts): ContainerAccount {
  const user = `${planned.uid}:${planned.gid}`;
  if (planned.uid === 0) return { user, home: "/root", files: [] };
  const users = withRoot(rows(image.passwd), "root:x:0:0:root:/root:/bin/sh");
  const known = users.find((row) => row[2] === String(planned.uid));
  const name = known?.[0] ?? freeName(planned.name, users);
  const home = known?.[5]?.startsWith("/home/") === true ? known[5] : `/home/${name}`;
  const entry = [name, "x", planned.uid, planned.gid, "", home, known?.[6] ?? "/bin/sh"].join(":");
  const passwd = [...users.filter((row) => row !== known).map((row) => row.join(":")), entry];
  const groups = withRoot(rows(image.group), "root:x:0:");
  const group = groups.map((row) => row.join(":"));
  if (!groups.some((row) => row[2] === String(planned.gid)))
    group.push(`${freeName(planned.name, groups)}:x:${planned.gid}:`);
  return {
    user,
    home,
    files: [
      systemFile("/etc/passwd", passwd),
      systemFile("/etc/group", group),
      { path: home, kind: "directory", content: "", mode: 0o755, uid: planned.uid, gid: planned.gid },
    ],
  };
}

function rows(text: string): string[][] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.split(":"));
}

/** An image may have no such file, or a link in its place: root stays root all the same. */
function withRoot(entries: string[][], root: string): string[][] {
  return entries.some((row) => row[2] === "0") ? entries : [root.split(":"), ...entries];
}

/** Names that no image's tools stumble over, and that are not somebody else's. */
function freeName(wanted: string, taken: readonly (readonly string[])[]): string {
  const plain = /^[a-z_][a-z0-9_-]{0,30}$/.test(wanted) ? wanted : "moat";
  const names = new Set(taken.map((row) => row[0]));
  for (let n = 0; ; n += 1) {
    const name = n === 0 ? plain : `${plain}${n}`;
    if (!names.has(name)) return name;
  }
}

function systemFile(path: string, lines: readonly string[]): FileSpec {
  return { path, kind: "file", content: `${lines.join("\n")}\n`, mode: 0o644, uid: 0, gid: 0 };
}
