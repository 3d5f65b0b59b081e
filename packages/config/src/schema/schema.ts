import { FREE_RUN_NAME, checkRunName } from "../inputs/validate-run-name.ts";
import { field, reserved } from "../values/field.ts";
import { choice, flag, text } from "../values/scalar-types.ts";
import { baseImage } from "./base-image-type.ts";
import { command } from "./command-type.ts";
import { container } from "./container-type.ts";
import { dependencies } from "./dependencies-type.ts";
import { env } from "./env-type.ts";
import { hooks } from "./hooks-type.ts";
import { label, verbatimLabel } from "./label-type.ts";
import { mounts } from "./mounts-type.ts";
import { ports } from "./ports-type.ts";
import { runtime } from "./runtime-type.ts";

const containerType = container();
const hooksType = hooks();

/**
 * Every key of agent.yaml, in the order of the reference page. This table is the only place that knows them: the parser
 * reads by it, and whatever describes the file to people or editors is made from it.
 */
export const SCHEMA = {
  name: field({
    type: text({ pattern: FREE_RUN_NAME }, "a string", checkRunName),
    default: "",
    workspaceOnly: true,
    doc: "The name of the run. Without it moat makes one up.",
    example: "name: blue-otter",
  }),
  agent: field({
    type: label(),
    default: "",
    workspaceOnly: true,
    doc: "Which agent runs, for people to read: it is kept with the run, and changes nothing.",
    example: "agent: claude",
  }),
  version: field({
    type: verbatimLabel(),
    default: "",
    workspaceOnly: true,
    doc: "The version of the agent or of the workspace, for people to read: it is kept with the run, and changes nothing.",
    example: "version: 1.10",
  }),
  command: field({
    type: command(),
    default: [],
    workspaceOnly: true,
    doc: "The program to run and its arguments. A command after `--` takes its place.",
    example: 'command: [npm, run, "start:dev"]',
  }),
  env: field({
    type: env(),
    default: {},
    doc: "Environment variables of the command. A variable given with `-e` takes precedence.",
    example: "env:\n  NODE_ENV: development\n  PORT: 3000",
  }),
  mounts: field({
    type: mounts(),
    default: [],
    doc: "Directories and files of the host that the container sees, beside the workspace.",
    example: "mounts:\n  - ~/data:/data:ro\n  - source: ../shared\n    target: /shared\n    mode: rw",
  }),
  ports: field({
    type: ports(),
    default: {},
    workspaceOnly: true,
    doc: "Ports of the container, by name, that are published on the loopback interface of the host.",
    example: "ports:\n  web: 3000",
  }),
  interactive: field({
    type: flag(),
    default: false,
    workspaceOnly: true,
    doc: "Whether the command gets a terminal and the keyboard.",
    example: "interactive: true",
  }),
  runtime: field({
    type: runtime(),
    default: "",
    variable: "MOAT_RUNTIME",
    doc: "The container runtime, `docker` or `apple`. Without it moat chooses.",
    example: "runtime: docker",
  }),
  base_image: field({
    type: baseImage(),
    default: "",
    variable: "MOAT_BASE_IMAGE",
    doc: "The image to run in. Without it moat uses `debian:bookworm-slim`.",
    example: "base_image: node:24-bookworm-slim",
  }),
  dependencies: field({
    type: dependencies(),
    default: [],
    workspaceOnly: true,
    doc: "Languages, agents and tools that the image gets on top of `base_image`, with everything that they need.",
    example: "dependencies: [node@24, git, claude-code]",
  }),
  hooks: field({
    type: hooksType,
    default: hooksType.empty,
    workspaceOnly: true,
    doc: "Scripts that run when the image is built, or before a run's command.",
    example: "hooks:\n  post_build: npm config set fund false\n  pre_run: npm ci",
  }),
  container: field({
    type: containerType,
    default: containerType.empty,
    doc: "Memory, processors, name servers and limits of the container.",
    example: "container:\n  memory: 4096\n  cpus: 2",
  }),
  sandbox: field({
    type: choice(["", "none"], "Leave the key out for the default, the gVisor sandbox; write `none` to go without."),
    default: "",
    workspaceOnly: true,
    doc: "`none` disables the gVisor sandbox of Docker containers, which reduces isolation.",
    example: "sandbox: none",
  }),
  grants: reserved("Credentials that moat lends to the run."),
  secrets: reserved("Environment variables whose values come from a secret store."),
  network: reserved("Which hosts the run may reach."),
  claude: reserved("Settings of Claude Code."),
  codex: reserved("Settings of Codex."),
  gemini: reserved("Settings of Gemini CLI."),
  mcp: reserved("Remote MCP servers."),
  snapshots: reserved("Snapshots of the workspace."),
  tracing: reserved("Records of what the run executes."),
  workspace: reserved("How the workspace comes into the container."),
  volumes: reserved("Volumes that outlive a run."),
  services: reserved("Containers beside the run, such as databases."),
} as const;
