import { type Checked, accepted, refused } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";

const KERNEL_DIRECTORIES = ["/proc", "/sys", "/dev"];
const WORKSPACE = "/workspace";

/** A path that is `/`, however it is written: one slash at a time, so that no path takes long. */
const ROOT = String.raw`(?:/\.?)*`;

/**
 * What {@link checkMountTarget} accepts, as one pattern for editors. In the short form of a mount the target ends at a
 * colon.
 */
export function mountTargetPattern(form: "short" | "long"): string {
  const end = form === "short" ? "(?::|$)" : "$";
  const letter = form === "short" ? "[^:\\0]" : "[^\\0]";
  const kernel = KERNEL_DIRECTORIES.map((directory) => directory.slice(1)).join("|");
  return [
    `(?!${ROOT}${end})`,
    `(?!${ROOT}${WORKSPACE}${ROOT}${end})`,
    `(?!${ROOT}/(?:${kernel})(?:/|${end}))`,
    `(?!(?:${letter}*/)?\\.\\.(?:/|${end}))`,
    `/${letter}*`,
  ].join("");
}

/** Checks where in the container a mount goes, and returns it normalised. */
export function checkMountTarget(target: string): Checked<string> {
  const shown = quote(target);
  if (target === "") return invalid("The mount has no target.", "Write it as `source:target`.");
  if (!target.startsWith("/")) {
    return invalid(`The mount target ${shown} is not absolute.`, "Begin it with `/`.");
  }
  if (target.includes("\0")) return invalid("The mount target holds a NUL character.", "Remove it.");
  const parts = target.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.includes(".."))
    return invalid(`The mount target ${shown} has a \`..\` in it.`, "Write the path without it.");
  const path = `/${parts.join("/")}`;
  if (path === "/") return invalid("A mount cannot replace the root of the container.", "Choose a directory below it.");
  if (path === WORKSPACE) {
    return invalid(
      `The mount target ${shown} is taken by the workspace.`,
      "Choose another one, for instance below it.",
    );
  }
  const taken = KERNEL_DIRECTORIES.find((directory) => path === directory || path.startsWith(`${directory}/`));
  if (taken !== undefined) {
    return invalid(
      `The mount target ${shown} lies in ${taken}, which belongs to the kernel.`,
      "Choose another directory.",
    );
  }
  return accepted(path);
}

function invalid(message: string, hint: string): Checked<string> {
  return refused({ code: "MOUNT_INVALID", message, hint });
}
