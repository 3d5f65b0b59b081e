/** A command of the CLI, as its help describes it. */
interface DescribedCommand {
  readonly aliases: readonly string[];
  readonly flags: Readonly<Record<string, unknown>>;
  readonly examples: readonly (string | { readonly command: string })[];
}

const TABLE = new URL("../../../packages/cli/src/commands.ts", import.meta.url).href;

/** Reads the table of the CLI's commands, by their names; a colon stands for the blank between two words. */
export async function readCommands(): Promise<Readonly<Record<string, DescribedCommand>>> {
  const module: { readonly COMMANDS: Readonly<Record<string, DescribedCommand>> } = await import(TABLE);
  return module.COMMANDS;
}
