/** A variable, or some that belong together, of moat's environment or of the environment that a command gets. */
export interface VariableRow {
  readonly names: readonly string[];
  readonly meaning: string;
}

/** Every variable that moat reads. The reference is made from it, and the source is compared with it. */
export const READ_VARIABLES: readonly VariableRow[] = [
  { names: ["MOAT_HOME"], meaning: "Where moat keeps its own files: an absolute path. `~/.moat` by default." },
  { names: ["MOAT_DETACH_KEYS"], meaning: "The keys that detach, as `--detach-keys`, which takes precedence." },
  { names: ["MOAT_RUNTIME"], meaning: "The container runtime, as `--runtime`, which takes precedence." },
  {
    names: ["MOAT_BASE_IMAGE"],
    meaning: "The image, as `base_image` of `agent.yaml`, over which it takes precedence.",
  },
  {
    names: ["MOAT_MEMORY", "MOAT_CPUS", "MOAT_LOG_SIZE"],
    meaning:
      "As `memory`, `cpus` and `log_size` of [`container`](02-agent-yaml.md#container), over which they take precedence.",
  },
  {
    names: ["MOAT_SANDBOX", "MOAT_NO_SANDBOX"],
    meaning: "Refused when set: no variable switches the sandbox.",
  },
  {
    names: ["DOCKER_HOST"],
    meaning:
      "The engine: `unix:///path`, `tcp://host:port` or `ssh://user@host`. See [engines elsewhere](../guides/01-remote-engines.md).",
  },
  { names: ["DOCKER_CONTEXT"], meaning: "One of docker's contexts, where `DOCKER_HOST` is not set." },
  {
    names: ["DOCKER_CONFIG"],
    meaning: "Where docker keeps its settings, among them the current context: `~/.docker` by default.",
  },
  {
    names: ["DOCKER_TLS_VERIFY", "DOCKER_TLS"],
    meaning: "With any value: TLS to a `tcp://` engine of `DOCKER_HOST`; the second does not verify it.",
  },
  {
    names: ["DOCKER_CERT_PATH"],
    meaning: "The directory with `ca.pem`, `cert.pem` and `key.pem`: docker's settings by default.",
  },
  { names: ["XDG_RUNTIME_DIR"], meaning: "Where to look for the sockets of rootless Docker and Podman." },
  {
    names: ["SUDO_UID", "SUDO_GID", "SUDO_USER"],
    meaning: "Set by `sudo`; the command runs as that user. Believed only when moat runs as root.",
  },
  { names: ["HOME"], meaning: "Where docker's settings and the sockets of a user's engines are looked for." },
  { names: ["PATH"], meaning: "Where Apple's `container`, `git`, `ssh` and what `moat setup` runs are looked for." },
  { names: ["XDG_CONFIG_HOME"], meaning: "Where git keeps its user's settings: `~/.config` by default." },
  {
    names: ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"],
    meaning:
      "In capitals or small letters. Given to runs and builds, unless the proxy is on this machine's loopback interface. See [certificates and proxies](02-agent-yaml.md#certificates-and-proxies).",
  },
  {
    names: ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"],
    meaning: "Files with certificate authorities that runs and builds trust, too.",
  },
  { names: ["PWD"], meaning: "The current directory, where it was removed." },
  { names: ["TERM"], meaning: "Given to the command with `--interactive`, and with `-t` of `moat exec`." },
];

/** Every variable that moat itself gives to a command. */
export const GIVEN_VARIABLES: readonly VariableRow[] = [
  { names: ["HOME"], meaning: "The home of the user inside." },
  { names: ["MOAT_RUN_ID", "MOAT_RUN_NAME"], meaning: "Which run this is. The name is the one that it started with." },
  {
    names: ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"],
    meaning: "This machine's proxies, where it has any; in small letters, too.",
  },
  {
    names: [
      "CARGO_HTTP_CAINFO",
      "CURL_CA_BUNDLE",
      "GIT_SSL_CAINFO",
      "NODE_EXTRA_CA_CERTS",
      "PIP_CERT",
      "REQUESTS_CA_BUNDLE",
      "SSL_CERT_FILE",
    ],
    meaning: "The container's bundle of certificate authorities, where this machine has any of its own.",
  },
  {
    names: ["GIT_CONFIG_SYSTEM"],
    meaning:
      "In a workspace with a repository: the settings that git inside has from this machine, below its own. See [git](02-agent-yaml.md#git).",
  },
  { names: ["MOAT_EXEC_ID"], meaning: "By this a command of `moat exec` is found again, to send it a signal." },
];

/** Where the tables of variables are. */
export const VARIABLES_PAGE = "docs/content/reference/03-environment.md";

/** Writes the page of environment variables. Pure. */
export function renderVariablesPage(
  read: readonly VariableRow[] = READ_VARIABLES,
  given: readonly VariableRow[] = GIVEN_VARIABLES,
): string {
  return `<!-- Made by \`pnpm docs:reference\` from tools/repo-checks/src/docs/environment-variables.ts. Do not edit. -->

# Environment variables

## What moat reads

${listOf(read)}

No other variable reaches a command unless \`-e\`, \`agent.yaml\` or \`config.yaml\` names it.

## What a command is given

${listOf(given)}
`;
}

function listOf(rows: readonly VariableRow[]): string {
  return rows.map(({ names, meaning }) => `- ${names.map((name) => `\`${name}\``).join(", ")}: ${meaning}`).join("\n");
}
