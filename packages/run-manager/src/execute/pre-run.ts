import type { FileSpec } from "@moat/core";
import { hookScript } from "@moat/images";

const PATH = "/opt/moat/hooks/pre_run";

/** What a shell does in front of the command: the command's own input and output are the command's alone. */
const RUN_FIRST =
  '"$0" </dev/null >&2 || { code=$?; echo "moat: hooks.pre_run ended with exit code $code; the command was not run" >&2; exit "$code"; }; exec "$@"';

/** Puts a script in front of a command, which takes the place of the shell once that has ended well. Pure. */
export function withPreRun(
  preRun: string,
  command: readonly string[],
): { readonly command: readonly string[]; readonly files: readonly FileSpec[] } {
  if (preRun === "") return { command, files: [] };
  return {
    command: ["/bin/sh", "-c", RUN_FIRST, PATH, ...command],
    files: [{ path: PATH, kind: "file", content: hookScript(preRun), mode: 0o755, uid: 0, gid: 0 }],
  };
}
