import type { DocumentedCommand, DocumentedFlag } from "../check.ts";

/** Where the page of all commands is. */
export const COMMANDS_PAGE = "docs/content/reference/04-commands.md";

/** Writes what \`--help\` says of every command, from the commands themselves. Pure. */
export function renderCommandsPage(commands: readonly DocumentedCommand[]): string {
  const shown = commands.filter((command) => !commands.some(({ aliases }) => aliases.includes(command.name)));
  return `<!-- Made by \`pnpm docs:reference\` from the commands in packages/cli/src/commands. Do not edit. -->

# All commands

What \`moat COMMAND --help\` says. [Command line](01-cli.md) has more of each.

${shown.map(sectionOf).join("\n")}`;
}

function sectionOf(command: DocumentedCommand): string {
  const parts = [
    `## moat ${command.name}`,
    command.summary,
    command.aliases.length > 0 ? `Also: ${command.aliases.map((alias) => `\`moat ${alias}\``).join(", ")}.` : "",
    command.args.map(({ name, description }) => `- \`${name.toUpperCase()}\`: ${description}`).join("\n"),
    command.flags.map(flagLine).join("\n"),
    `\`\`\`sh\n${command.examples.join("\n")}\n\`\`\``,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function flagLine({ name, char, description, values, fallback }: DocumentedFlag): string {
  const words = [...(char === "" ? [] : [`-${char}`]), `--${name}`].map((word) => `\`${word}\``).join(", ");
  const choice = values.length > 0 ? ` One of ${values.map((value) => `\`${value}\``).join(", ")}.` : "";
  const assumed = fallback === "" ? "" : ` \`${fallback}\` by default.`;
  return `- ${words}: ${description}${choice}${assumed}`;
}
