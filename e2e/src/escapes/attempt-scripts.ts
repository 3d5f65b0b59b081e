import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ESCAPE_ATTEMPTS } from "./escape-attempts.ts";

/** What of the host the attempts are after. */
export interface HostTargets {
  /** An argument that one process of the host has, and no other. */
  readonly mark: string;
  readonly pid: number;
  /** A file that only the host has. */
  readonly file: string;
  /** A port of the host's loopback at which somebody says `host`. */
  readonly port: number;
  /** The name of an abstract socket at which somebody says `host`. */
  readonly socket: string;
}

/** How an attempt ended. */
export interface AttemptResult {
  readonly result: "escaped" | "held" | "impossible";
  /** What it printed. */
  readonly why: string;
}

/** What every attempt's script can use. */
const PRELUDE = `
# Prints the id of the host's process, if it is to be seen.
host_pid() {
  for process in /proc/[0-9]*; do
    [ "$(tr '\\0' ' ' <"$process/cmdline" 2>/dev/null)" = "sleep $HOST_MARK " ] || continue
    echo "\${process#/proc/}"
    return 0
  done
  return 1
}
# Writes to a file of the kernel's what it says already.
write_back() {
  value=$(cat "$1") && printf '%s\\n' "$value" >"$1"
}
`;

const RUN_ALL = `
cd /workspace/attempts
for script in *.sh; do
  result=held
  sh "\${script%.sh}.needs" >/dev/null 2>&1 || result=impossible
  timeout 30 sh "$script" >/tmp/why 2>&1 </dev/null && result=escaped
  printf '%s\\t%s\\t%s\\n' "\${script%.sh}" "$result" "$(tr '\\n\\t' '  ' </tmp/why)"
done
`;

/** The command that makes all attempts of a workspace. */
export const ATTEMPT_ALL: readonly string[] = ["sh", "/workspace/attempts/run-all"];

/** Writes every attempt as a script into a workspace. */
export async function writeAttempts(workspace: string, targets: HostTargets): Promise<void> {
  const directory = join(workspace, "attempts");
  await mkdir(directory, { recursive: true });
  const { mark, pid, file, port, socket } = targets;
  const values = `export HOST_MARK=${mark} HOST_PID=${pid} HOST_FILE='${file}' HOST_PORT=${port} HOST_SOCKET=${socket}\n`;
  for (const [index, { script, needs }] of ESCAPE_ATTEMPTS.entries()) {
    await writeFile(join(directory, `${index}.sh`), `${values}${PRELUDE}${script}\n`);
    await writeFile(join(directory, `${index}.needs`), `${needs}\n`);
  }
  await writeFile(join(directory, "run-all"), RUN_ALL);
}

/** Reads what {@link ATTEMPT_ALL} printed, by the attempt's name; fails when one has not been made. */
export function attemptResults(output: string): ReadonlyMap<string, AttemptResult> {
  const rows = new Map(output.split("\n").map((line) => [line.split("\t")[0], line.split("\t").slice(1)]));
  return new Map(
    ESCAPE_ATTEMPTS.map(({ name }, index) => {
      const [result, why = ""] = rows.get(String(index)) ?? [];
      if (result !== "escaped" && result !== "held" && result !== "impossible")
        throw new Error(`the attempt "${name}" was not made; the container said:\n${output}`);
      return [name, { result, why }];
    }),
  );
}
