import type { PlannedGitSetting } from "../run-plan.ts";

/** Where git inside finds what it is told. */
export const GIT_CONFIG_FILE = "/opt/moat/gitconfig";

/**
 * Writes settings as a file for git, in the place of the system's. That is the weakest of git's layers, so that `git config`
 * inside, with or without `--global`, says otherwise as it does anywhere; variables (`GIT_AUTHOR_NAME`, `GIT_CONFIG_COUNT`)
 * would be stronger than both. What the image itself has there comes last, and so before these. Pure.
 */
export function gitConfigFile(settings: readonly PlannedGitSetting[]): string {
  const lines = [...settings, { key: "include.path", value: "/etc/gitconfig" }].map(({ key, value }) => {
    const [section = "", name = ""] = key.split(".");
    return `[${section}]\n\t${name} = ${quoted(value)}\n`;
  });
  return lines.join("");
}

function quoted(value: string): string {
  const escaped = value
    .replaceAll(/[\\"]/g, String.raw`\$&`)
    .replaceAll("\n", String.raw`\n`)
    .replaceAll("\t", String.raw`\t`);
  return `"${escaped}"`;
}
