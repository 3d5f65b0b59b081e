import type { Header } from "tar-stream";
import { copyUnsafe } from "./copy-failure.ts";

/** An entry of an archive that may be written: below the root, of a harmless kind, without special bits. */
export interface SafeEntry {
  /** The names from the root of the copy to this entry; empty for the root itself. */
  readonly path: readonly string[];
  readonly kind: "file" | "directory" | "symlink" | "link";
  /** Permission bits only: set-uid, set-gid and sticky bits are dropped. */
  readonly mode: number;
  readonly mtime: Date;
  /** Where a symbolic link points, as it is; for a hard link the names from the root. */
  readonly target: string;
  readonly linked: readonly string[];
}

const KINDS: Readonly<Record<string, SafeEntry["kind"]>> = {
  file: "file",
  "contiguous-file": "file",
  directory: "directory",
  symlink: "symlink",
  link: "link",
};

/**
 * Checks an entry of an archive that comes from a run, where the program that made it may be anybody's: whatever it says,
 * nothing of it may reach outside the copy. `root` is the name that was asked for. Throws `COPY_UNSAFE`. Pure.
 */
export function safeEntry(header: Header, root: string): SafeEntry {
  const path = namesBelow(root, header.name, "it is not below what was asked for");
  const shown = printable(header.name);
  const type = typeOf(header);
  const kind = KINDS[type];
  if (kind === undefined) throw copyUnsafe(shown, `it is a ${type}, not a file, directory or link`);
  const target = kind === "symlink" || kind === "link" ? linkNameOf(header) : "";
  if (kind === "symlink" && !staysInside(path, target))
    throw copyUnsafe(shown, `it is a symbolic link that leads out, to ${printable(target)}`);
  const linked = kind === "link" ? namesBelow(root, target, "it is a link to a file that is not in the copy") : [];
  return { path, kind, mode: header.mode & 0o777, mtime: header.mtime, target, linked };
}

/** The library gives null for what it does not know, whatever its types say. */
function typeOf({ type }: { readonly type: string | null }): string {
  return type ?? "thing of an unknown kind";
}

/** Null, too, where the archive says nothing. */
function linkNameOf({ linkname }: { readonly linkname: string | null }): string {
  return linkname ?? "";
}

function namesBelow(root: string, name: string, why: string): readonly string[] {
  const names = name
    .replace(/^(?:\.\/+)+/, "")
    .replace(/\/+$/, "")
    .split("/");
  const isPlain = names.every((part) => part !== "" && part !== "." && part !== ".." && !/[\0\uFFFD]/.test(part));
  if (name.startsWith("/") || !isPlain || names[0] !== root) throw copyUnsafe(printable(name), why);
  return names.slice(1);
}

/**
 * Whether a link leads to somewhere in the copy. `..` may only be at the beginning of its target: there it passes real
 * directories, while after another link it could lead anywhere.
 */
function staysInside(path: readonly string[], target: string): boolean {
  if (target === "" || target.startsWith("/") || /[\0\uFFFD]/.test(target)) return false;
  const parts = target.split("/").filter((part) => part !== "" && part !== ".");
  const firstName = parts.findIndex((part) => part !== "..");
  const ups = firstName === -1 ? parts.length : firstName;
  return ups < path.length && !parts.slice(ups).includes("..");
}

/** A name that an error message can show. */
export function printable(name: string): string {
  return JSON.stringify(name);
}
