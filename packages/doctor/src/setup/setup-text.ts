import type { UndoEntry } from "./setup-state.ts";
import type { HostCommand, SetupStep } from "./setup-step.ts";

/** One step for people: what it does, its commands as a shell would take them, and how it is undone. Pure. */
export function stepText({ summary, commands, needsRoot, undone }: SetupStep): string {
  const lines = commands.map((each) => `     ${needsRoot ? "sudo " : ""}${commandText(each)}`);
  return [summary, ...lines, ...(undone === "" ? [] : [`     (undo: ${undone})`])].join("\n");
}

/** One thing that undoing does, for people. Pure. */
export function undoText(entry: UndoEntry): string {
  switch (entry.kind) {
    case "file":
      return `remove ${entry.path}`;
    case "directory":
      return `remove ${entry.path} if it is empty`;
    case "package":
      return `remove the package ${entry.name}`;
    case "daemon-json":
      return entry.existed ? `put ${entry.path} back as it was` : `remove ${entry.path}`;
    default:
      return entry satisfies never;
  }
}

function commandText({ argv, input }: HostCommand): string {
  const words = argv.map(quoted).join(" ");
  if (input === "") return words;
  return input.split("\n").length > 2 ? `${words} < NEW-CONTENT` : `${words} <<< ${quoted(input.trimEnd())}`;
}

function quoted(word: string): string {
  return /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
