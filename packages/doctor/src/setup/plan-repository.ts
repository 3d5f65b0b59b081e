import type { GVisorSource, SetupFacts } from "./setup-facts.ts";
import { type SetupStep, command, writeFileCommands } from "./setup-step.ts";

const OFFICIAL_URL = "https://storage.googleapis.com/gvisor/releases";
const OFFICIAL_KEY = "https://gvisor.dev/archive.key";

/** apt tells the form of a key by its suffix, `asc` or `gpg`; so nobody needs gpg. */
const KEYRING = "/etc/apt/keyrings/moat-gvisor";
const LIST = "/etc/apt/sources.list.d/moat-gvisor.list";

/** The address of a source's repository. Pure. */
export function repositoryUrl(source: Exclude<GVisorSource, { kind: "distribution" }>): string {
  return source.kind === "official" ? OFFICIAL_URL : source.url;
}

/** The steps that make apt know a repository: its key, its line, its list of packages. Pure. */
export function repositorySteps(
  facts: SetupFacts,
  source: Exclude<GVisorSource, { kind: "distribution" }>,
): readonly SetupStep[] {
  const isKnown = facts.repositoryFile !== "";
  const url = repositoryUrl(source);
  const keyring = `${KEYRING}.${source.kind === "official" || facts.isKeyArmored ? "asc" : "gpg"}`;
  return [
    ...(facts.hasCertificates || !url.startsWith("https:") ? [] : [certificatesStep()]),
    ...(isKnown ? [] : [keyStep(source, keyring), lineStep(url, facts.architecture, keyring)]),
    listsStep(isKnown ? facts.repositoryFile : LIST),
  ];
}

function certificatesStep(): SetupStep {
  const install = ["apt-get", "install", "-o", "DPkg::Lock::Timeout=300", "-y", "ca-certificates"];
  return {
    id: "certificates",
    summary: "Install certificate authorities, for apt to trust the repository's server",
    commands: [command(["apt-get", "update"]), command(["env", "DEBIAN_FRONTEND=noninteractive", ...install])],
    needsRoot: true,
    undone: "removes the package",
    undo: [{ kind: "package", name: "ca-certificates" }],
  };
}

function keyStep(source: Exclude<GVisorSource, { kind: "distribution" }>, keyring: string): SetupStep {
  const fetched =
    source.kind === "official"
      ? command(["/usr/lib/apt/apt-helper", "download-file", OFFICIAL_KEY, keyring])
      : command(["install", "-m", "0644", "-T", source.keyFile, keyring]);
  return {
    id: "key",
    summary: `Take the repository's signing key${source.kind === "official" ? ` from ${OFFICIAL_KEY}` : ""}`,
    commands: [
      command(["install", "-d", "-m", "0755", "/etc/apt/keyrings"]),
      fetched,
      command(["chmod", "0644", keyring]),
      // Something else than a key would make apt complain later, and at every update.
      ...(keyring.endsWith(".asc") ? [command(["grep", "-q", "BEGIN PGP PUBLIC KEY BLOCK", keyring])] : []),
    ],
    needsRoot: true,
    undone: "removes the file",
    undo: [{ kind: "file", path: keyring }],
  };
}

function lineStep(url: string, architecture: string, keyring: string): SetupStep {
  const line = `deb [arch=${architecture} signed-by=${keyring}] ${url} release main\n`;
  return {
    id: "repository",
    summary: `Add the repository ${url}, which only this key may sign`,
    commands: writeFileCommands(LIST, line),
    needsRoot: true,
    undone: "removes the file",
    undo: [
      { kind: "file", path: `${LIST}.moat-new` },
      { kind: "file", path: LIST },
    ],
  };
}

/** Of this repository alone: that another one cannot be reached is not a reason to fail. */
function listsStep(file: string): SetupStep {
  const only = [
    "-o",
    `Dir::Etc::sourcelist=${file}`,
    "-o",
    "Dir::Etc::sourceparts=-",
    "-o",
    "APT::Get::List-Cleanup=0",
  ];
  return {
    id: "lists",
    summary: "Fetch the repository's list of packages",
    commands: [command(["apt-get", "update", "-o", "APT::Update::Error-Mode=any", ...only])],
    needsRoot: true,
    undone: "",
    undo: [],
  };
}
