import { accepted, refused } from "../problems/problem.ts";
import { field } from "../values/field.ts";
import { record } from "../values/record-type.ts";
import { text } from "../values/scalar-types.ts";

const MAX_LENGTH = 65_536;

/** A script of one or more lines: bash, unless its first line names another interpreter. */
function script() {
  return text({ pattern: /^[^\0]*\S[^\0]*$/, maxLength: MAX_LENGTH }, "a string", (value) =>
    value.trim() !== "" && value.length <= MAX_LENGTH && !value.includes("\0")
      ? accepted(value)
      : refused({
          message: value.trim() === "" ? "The script is empty." : "The script is too long, or has a NUL byte in it.",
          hint: "Write the commands behind `|`, each on a line of its own; or leave the key out.",
        }),
  );
}

/** Scripts of the user's, at the times when they run. */
export function hooks() {
  return record(
    {
      post_build_root: field({
        type: script(),
        default: "",
        workspaceOnly: true,
        doc: "Runs as root, once, when the image is built.",
        example: "hooks:\n  post_build_root: apt-get update && apt-get install -y tree",
      }),
      post_build: field({
        type: script(),
        default: "",
        workspaceOnly: true,
        doc: "Runs as you, in your home directory, once, when the image is built.",
        example:
          "hooks:\n  post_build: |\n    git config --global pull.rebase true\n    git config --global init.defaultBranch main",
      }),
      pre_run: field({
        type: script(),
        default: "",
        workspaceOnly: true,
        doc: "Runs as you, in the workspace, before the command of every run; if it fails, the command is not run.",
        example: "hooks:\n  pre_run: npm ci",
      }),
    } as const,
    "Write its keys on lines of their own, indented, for instance `pre_run: npm ci`.",
  );
}
