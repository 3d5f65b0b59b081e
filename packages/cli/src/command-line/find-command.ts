/** A command that a command line begins with. */
export interface FoundCommand {
  /** Its key in the table of commands: a colon stands for the blank between two words. */
  readonly id: string;
  /** The words after it. */
  readonly rest: readonly string[];
}

/** Finds the command that words begin with, of one word or of two. Pure. */
export function findCommand(words: readonly string[], commands: readonly string[]): FoundCommand | undefined {
  const [first = "", second, ...rest] = words;
  if (isTopic(first, commands)) {
    const id = `${first}:${second ?? ""}`;
    return commands.includes(id) ? { id, rest } : undefined;
  }
  return commands.includes(first) && !first.includes(":") ? { id: first, rest: words.slice(1) } : undefined;
}

/** Whether a word is the first of commands that have two. */
export function isTopic(word: string, commands: readonly string[]): boolean {
  return word !== "" && commands.some((command) => command.startsWith(`${word}:`));
}

/** Writes a command as people type it. */
export function commandName(id: string): string {
  return id.replaceAll(":", " ");
}
