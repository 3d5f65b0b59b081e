import type { Outside } from "./exists.ts";
import { runProgram } from "./run-program.ts";

const DEBIAN = "debian:bookworm-slim";

/** Opens what needs an engine: a Debian 12 that stays until the end, and the official images. */
export async function openOutside(docker: string): Promise<Outside & AsyncDisposable> {
  const must = async (...args: readonly string[]): Promise<string> => {
    const { ok, stdout, stderr } = await runProgram(docker, args);
    if (!ok) throw new Error(`docker ${args.join(" ")}: ${stderr.trim()}`);
    return stdout.trim();
  };
  const container = await must("run", "-d", "--runtime", "runc", "--init", DEBIAN, "sleep", "infinity");
  const within = (script: string) => runProgram(docker, ["exec", container, "sh", "-c", script]);
  const updated = await within("apt-get update -q");
  if (!updated.ok) throw new Error(`apt-get update: ${updated.stderr}`);
  return {
    debian: within,
    async missingPaths(image, paths) {
      await must("pull", "-q", image);
      const script = 'for p in "$@"; do [ -e "$p" ] || echo "$p"; done';
      const found = await must(
        "run",
        "--rm",
        "--runtime",
        "runc",
        "--entrypoint",
        "sh",
        image,
        "-c",
        script,
        "sh",
        ...paths,
      );
      return found.split("\n").filter((line) => line !== "");
    },
    async [Symbol.asyncDispose]() {
      await must("rm", "-f", container);
    },
  };
}
