import { type Language, type ProjectFiles, findLanguages } from "./languages.ts";

/**
 * Writes a first agent.yaml for a project, from the files that it has: what is sure is set, what is likely stands there as a
 * comment. Nothing of the files' text gets into it but numbers. Pure.
 */
export function proposeConfig(files: ProjectFiles): string {
  const [language, ...others] = findLanguages(files);
  const blocks = [
    HEAD,
    imageBlock(language, others, files.has("Dockerfile")),
    commandBlock(language),
    portsBlock(files),
  ];
  return `${[...blocks, REST].filter((block) => block !== "").join("\n\n")}\n`;
}

const HEAD = `# How moat runs this workspace. Every key is optional.
# \`moat config validate\` checks this file, \`moat config show --origin\` says what is in force,
# and \`moat run --dry-run\` says what a run would do.`;

const REST = `# Variables of the command. Secrets do not belong here: pass yours on with -e NAME.
# env:
#   NODE_ENV: development

# More of this machine, beside the workspace, which is always at /workspace.
# mounts:
#   - ~/.cache/shared:/cache:ro

# What the container may use: memory in MB, processors.
# container:
#   memory: 4096
#   cpus: 2`;

function imageBlock(language: Language | undefined, others: readonly Language[], hasDockerfile: boolean): string {
  const lines = [];
  if (language !== undefined) lines.push(`# The image to run in: ${language.file} says ${language.title}.`);
  if (others.length > 0) {
    const found = others.map(({ title, file, image }) => `${title} (${file}; ${image})`).join(", ");
    lines.push(`# Also found: ${found}. One image has to have all that the command needs.`);
  }
  if (language === undefined) lines.push("# The image to run in; this is the default.");
  if (hasDockerfile) {
    lines.push("# There is a Dockerfile. moat does not build it: build it yourself, and name the image here.");
  }
  lines.push(language === undefined ? "# base_image: debian:bookworm-slim" : `base_image: ${language.image}`);
  return lines.join("\n");
}

function commandBlock(language: Language | undefined): string {
  return `# What \`moat run\` runs when nothing follows \`--\`; a shell by default.
# command: ${language?.command ?? "[make, test]"}`;
}

function portsBlock(files: ProjectFiles): string {
  const port = [...(files.get("Dockerfile") ?? "").matchAll(/^\s*EXPOSE\s+(\d{1,5})\b/gim)]
    .map(([, digits]) => Number(digits))
    .find((number) => number >= 1 && number <= 65_535);
  if (port === undefined) return "";
  return `# Ports of the container that this machine can reach; the Dockerfile exposes ${port}.
# ports:
#   web: ${port}`;
}
