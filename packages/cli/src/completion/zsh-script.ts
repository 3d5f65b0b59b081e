import type { CompletedCommand } from "./completion-table.ts";

/** Writes the completion script for zsh. Pure. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const described = commands.map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}`).join("\n");
  return `#compdef moat
# Completion of moat for zsh: eval "$(moat autocomplete zsh)", after compinit
_moat_live_runs() { compadd -- \${(f)"$(moat complete 2>/dev/null)"} }
_moat_all_runs() { compadd -- \${(f)"$(moat complete --all 2>/dev/null)"} }
_moat() {
  local -a commands
  commands=(
${described}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(caseOf).join("\n")}
  esac
}
compdef _moat moat
`;
}

function caseOf({ name, flags, arguments: args }: CompletedCommand): string {
  const specs = flags.flatMap(({ name: flag, char, takesValue, description }) =>
    [`--${flag}`, ...(char === "" ? [] : [`-${char}`])].map((word) =>
      quoted(`*${word}[${description.replaceAll(/[[\]:]/g, " ")}]${takesValue ? ":value:_files" : ""}`),
    ),
  );
  return `    ${name}) _arguments ${[...specs, quoted(`*:argument:${actionOf(args)}`)].join(" ")} ;;`;
}

function actionOf(args: CompletedCommand["arguments"]): string {
  if (typeof args !== "string") return `(${args.join(" ")})`;
  if (args === "files") return "_files";
  return args === "live-runs" ? "_moat_live_runs" : "_moat_all_runs";
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
