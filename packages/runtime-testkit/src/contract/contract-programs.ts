/**
 * The programs that the contract runs inside, as scripts for a POSIX shell; the arguments are `$1`, `$2`, ... An
 * in-memory runtime implements the same names in JavaScript, see `guestPrograms`.
 */
export const CONTRACT_PROGRAMS = {
  /** Ends with the code `$1`. */
  exit: `exit "$1"`,
  /** Writes `$1` to stdout and `$2` to stderr, and ends with the code `$3`. */
  speak: `printf '%s' "$1"; printf '%s' "$2" >&2; exit "$3"`,
  /** Copies stdin to stdout. */
  cat: `exec cat`,
  /** Tells how many bytes stdin had. */
  "count-input": `exec wc -c`,
  /** Says `ready` and lives until a signal ends it. */
  "wait-forever": `echo ready; exec sleep 1000000`,
  /** Says `ready` and lives until SIGKILL ends it. */
  "ignore-term": `trap '' TERM; echo ready; exec sleep 1000000`,
  /** Says `ready`, lives until SIGTERM, and then ends with the code `$1`. */
  "handle-term": `trap "exit $1" TERM; echo ready; sleep 1000000 & wait`,
  /** Writes `tick` several times a second for ever. */
  ticker: `while :; do echo tick; sleep 0.2 || sleep 1; done`,
  /** Writes every argument, each followed by NUL. */
  "print-arguments": `for a in "$@"; do printf '%s\\000' "$a"; done`,
  /** Writes the values of the variables named, each followed by NUL; `UNSET` for one that is not set. */
  "print-environment": `for n in "$@"; do eval "v=\\\${$n-UNSET}"; printf '%s\\000' "$v"; done`,
  /** Writes its working directory. */
  "print-directory": `pwd`,
  /** Writes the bytes 0 to 255 to stdout `$1` times, and to stderr once. */
  "print-bytes": `i=0; while [ "$i" -lt "$1" ]; do printf '${octalBytes()}'; i=$((i+1)); done; printf '${octalBytes()}' >&2`,
  /** Writes `line 1` to `line $1`. */
  "print-lines": `i=1; while [ "$i" -le "$1" ]; do echo "line $i"; i=$((i+1)); done`,
  /** Writes `$1` bytes `x` without any newline, and then `$2`. */
  "print-long": `head -c "$1" /dev/zero | tr '\\000' x; printf '%s' "$2"`,
  /** Answers every line of stdin with the terminal's rows and columns. */
  "terminal-size": `while read -r line; do stty size; done`,
} as const satisfies Record<string, string>;

/** The name of one of {@link CONTRACT_PROGRAMS}. */
export type ContractProgram = keyof typeof CONTRACT_PROGRAMS;

function octalBytes(): string {
  return Array.from({ length: 256 }, (_, byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
