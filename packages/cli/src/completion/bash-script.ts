import type { CompletedCommand } from "./completion-table.ts";

/** Writes the completion script for bash 3.2 and newer. Pure. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const cases = commands.map(caseOf).join("\n");
  return `# Completion of moat for bash: eval "$(moat autocomplete bash)"
_moat() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" flags="" valued=" " words="" runs="" word
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} --help --version" -- "$current"))
    return
  fi
  # What follows -- belongs to the command that moat runs.
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [ "$word" = "--" ]; then
      COMPREPLY=($(compgen -f -- "$current"))
      return
    fi
  done
  case "\${COMP_WORDS[1]}" in
${cases}
  esac
  case "$valued" in *" $previous "*) COMPREPLY=($(compgen -f -- "$current")); return ;; esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$flags" -- "$current")) ;;
    *)
      if [ "$runs" = live ]; then words="$("\${COMP_WORDS[0]}" complete 2>/dev/null)"
      elif [ "$runs" = all ]; then words="$("\${COMP_WORDS[0]}" complete --all 2>/dev/null)"
      fi
      if [ -n "$runs$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current"))
      else COMPREPLY=($(compgen -f -- "$current"))
      fi ;;
  esac
}
complete -o filenames -F _moat moat
`;
}

function caseOf({ name, flags, arguments: args }: CompletedCommand): string {
  const words = flags.map((flag) => `--${flag.name}`).join(" ");
  const valued = flags
    .filter(({ takesValue }) => takesValue)
    .flatMap((flag) => [`--${flag.name}`, ...(flag.char === "" ? [] : [`-${flag.char}`])]);
  const rest = typeof args === "string" ? runsOf(args) : ` words="${args.join(" ")}"`;
  return `    ${name}) flags="${words}" valued=" ${valued.join(" ")} "${rest} ;;`;
}

function runsOf(args: "live-runs" | "all-runs" | "files"): string {
  if (args === "files") return "";
  return args === "live-runs" ? " runs=live" : " runs=all";
}
