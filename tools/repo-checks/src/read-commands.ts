import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { DocumentedCommand } from "./check.ts";

/** Reads the table of the CLI's commands from its source, whose packages have to be built. */
export async function readCommands(root: string): Promise<readonly DocumentedCommand[]> {
  const module: { readonly COMMANDS: Readonly<Record<string, CommandClass>> } = await import(
    pathToFileURL(join(root, "packages/cli/src/commands.ts")).href
  );
  return Object.entries(module.COMMANDS).map(([name, command]) => ({
    // A colon stands for the blank of a command that has two words.
    name: name.replaceAll(":", " "),
    summary: command.summary,
    aliases: command.aliases ?? [],
    args: Object.entries(command.args ?? {}).map(([arg, { description = "" }]) => ({ name: arg, description })),
    flags: Object.entries(command.flags ?? {}).map(([flag, given]) => ({
      name: flag,
      char: given.char ?? "",
      description: given.description ?? "",
      values: given.options ?? [],
      fallback: ["string", "number"].includes(typeof given.default) ? String(given.default) : "",
    })),
    examples: command.examples.map((example) => plain(typeof example === "string" ? example : example.command)),
  }));
}

/** A command of the CLI, as its framework describes it. */
interface CommandClass {
  readonly summary: string;
  readonly aliases?: readonly string[];
  readonly args?: Readonly<Record<string, { readonly description?: string }>>;
  readonly flags?: Readonly<
    Record<
      string,
      {
        readonly char?: string;
        readonly description?: string;
        readonly options?: readonly string[];
        readonly default?: unknown;
      }
    >
  >;
  readonly examples: readonly (string | { readonly command: string })[];
}

function plain(example: string): string {
  return example.replaceAll(/<%= (?:config\.bin) %>/g, "moat").replaceAll(/<%= command\.id %>/g, "");
}
