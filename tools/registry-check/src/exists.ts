import { REGISTRY, missingPackage } from "@moat/images";
import type { Candidate } from "./candidates.ts";
import { type Ended, runProgram } from "./run-program.ts";

/** What the outside says of an entry's own artefact. */
export interface Existence {
  /** What was asked for, as people write it. */
  readonly artefact: string;
  /** Empty when it is there. */
  readonly problem: string;
}

/** Answers where packages are: by their managers' own clients, as those are set up here. */
export interface Outside {
  /** Runs a script in Debian 12, whose lists of packages are fresh. */
  readonly debian: (script: string) => Promise<Ended>;
  /** Lists which of these paths an image does not have; throws when the image cannot be had. */
  readonly missingPaths: (image: string, paths: readonly string[]) => Promise<readonly string[]>;
}

/** What pip would install, and nothing that it needs; nothing is installed. */
const TRY_PIP = "-m pip install --quiet --dry-run --ignore-installed --no-deps --target /nonexistent".split(" ");

/** Asks whether what an entry installs is there. */
export async function existenceOf({ entry, version }: Candidate, outside: Outside): Promise<Existence> {
  const { source } = entry;
  switch (source.from) {
    case "npm":
      return await ofNpm(`${source.package}@${version}`, version);
    case "pip":
    case "uv":
      return await ofPypi(`${source.package}==${version}`);
    case "go":
      return await ofGo(source.package, version);
    case "cargo":
      return await ofCargo(`${source.package}@${version}`);
    case "apt":
      return await ofDebian(
        source.packages.map((one) => one.replaceAll("{version}", version)),
        outside,
      );
    case "image":
      return await ofImage(source.image.replaceAll("{version}", version), source.copy, outside);
    case "group":
      break;
  }
  return { artefact: `group of ${source.of.join(" ")}`, problem: "" };
}

async function ofNpm(artefact: string, version: string): Promise<Existence> {
  const { ok, stdout, stderr } = await runProgram("npm", ["view", artefact, "version"]);
  return { artefact: `npm ${artefact}`, problem: ok && stdout.trim() === version ? "" : reasonIn(stderr) };
}

async function ofPypi(artefact: string): Promise<Existence> {
  const { ok, stderr } = await runProgram("python3", [...TRY_PIP, "--disable-pip-version-check", artefact]);
  return { artefact: `PyPI ${artefact}`, problem: ok ? "" : reasonIn(stderr) };
}

/** Nothing but the proxy is asked: what it does not have, no repository is searched for. */
const GO_LIST = ["GOVCS=*:off", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local", "go", "list", "-m", "-f", "{{.GoVersion}}"];

/** A package lies in the module with the longest path that begins its own. */
async function ofGo(path: string, version: string): Promise<Existence> {
  const artefact = `Go ${path}@v${version}`;
  const parts = path.split("/");
  let said = "";
  for (let length = parts.length; length > 1; length -= 1) {
    const module = `${parts.slice(0, length).join("/")}@v${version}`;
    const { ok, stdout, stderr } = await runProgram("env", [...GO_LIST, module]);
    if (ok) return { artefact, problem: newerThanOurs(stdout.trim()) };
    said ||= stderr;
  }
  return { artefact, problem: reasonIn(said) };
}

/** No other Go is fetched to build a program with than the one that the image has. */
function newerThanOurs(wanted: string): string {
  const ours = REGISTRY["go"]?.defaultVersion ?? "";
  const [, minor = 0] = wanted.split(".").map(Number);
  const [, ourMinor = 0] = ours.split(".").map(Number);
  return minor > ourMinor ? `asks for Go ${wanted}, and the registry's is ${ours}` : "";
}

async function ofCargo(artefact: string): Promise<Existence> {
  const { ok, stderr } = await runProgram("cargo", ["info", "--quiet", artefact]);
  return { artefact: `Cargo ${artefact}`, problem: ok ? "" : reasonIn(stderr) };
}

async function ofDebian(packages: readonly string[], { debian }: Outside): Promise<Existence> {
  const look = `apt-cache show --no-all-versions "$p" >/dev/null 2>&1 || echo "$p"`;
  const { ok, stdout, stderr } = await debian(`for p in ${packages.join(" ")}; do ${look}; done`);
  const missing = ok ? stdout.trim().replaceAll("\n", " ") : reasonIn(stderr);
  return { artefact: `Debian ${packages.join(" ")}`, problem: missing === "" ? "" : `missing: ${missing}` };
}

async function ofImage(image: string, paths: readonly string[], { missingPaths }: Outside): Promise<Existence> {
  const artefact = `image ${image}`;
  try {
    const missing = await missingPaths(image, paths);
    return { artefact, problem: missing.length === 0 ? "" : `missing: ${missing.join(" ")}` };
  } catch (error) {
    return { artefact, problem: reasonIn(String(error)) };
  }
}

function reasonIn(said: string): string {
  const lines = said.trim().split("\n");
  return missingPackage(lines) || lines.at(-1)?.replaceAll("|", "/") || "not there";
}
