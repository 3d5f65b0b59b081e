import { createHash } from "node:crypto";
import { dirname } from "node:path";
import { MoatError } from "@moat/core";
import { withRuntime } from "./daemon-json.ts";
import { unsupportedSystem } from "./manual-steps.ts";
import { repositorySteps } from "./plan-repository.ts";
import type { DaemonFacts, GVisorSource, SetupFacts } from "./setup-facts.ts";
import { SETUP_BACKUP, SETUP_DIRECTORY } from "./setup-state.ts";
import { type SetupStep, command } from "./setup-step.ts";
import { unfitBuild } from "./unfit-build.ts";

/** The name in Docker's table of runtimes, and what it stands for: as gVisor's own `runsc install` has it. */
const RUNTIME = "runsc";
const ENTRY = { path: "/usr/bin/runsc" } as const;

/** A set-up, decided: what is printed, and then done. */
export interface SetupPlan {
  /** `ready` when gVisor is there and proved, and nothing is left to do. */
  readonly kind: "ready" | "steps";
  /** In order; empty when ready. */
  readonly steps: readonly SetupStep[];
  /** The program that tells the engine to read its configuration again. */
  readonly reload: readonly string[];
}

/**
 * Decides what brings gVisor to this machine. Pure.
 *
 * @throws `SETUP_UNSUPPORTED` (with the steps by hand), `SETUP_CONFLICT`, `DAEMON_CONFIG_INVALID`, `GVISOR_UNFIT`.
 */
export function planSetup(facts: SetupFacts, source: GVisorSource): SetupPlan {
  if (facts.gvisor === "proved") return { kind: "ready", steps: [], reload: [] };
  if (facts.gvisor === "listed") return { kind: "steps", steps: [proveStep()], reload: [] };
  const unsupported = unsupportedSystem(facts);
  if (unsupported !== undefined || facts.daemon === undefined) throw unsupported ?? new Error("no daemon");
  if (facts.hasState)
    throw new MoatError("SETUP_CONFLICT", "An earlier moat setup did not get to its end on this machine.", {
      hint: "Undo it, and begin again: moat setup --undo",
    });
  const { daemon } = facts;
  const text = facts.daemonJson ?? "";
  const after = withRuntime(text, RUNTIME, ENTRY, daemon.configFile);
  const reload = reloadArgv(daemon);
  const steps = [
    ...sourceSteps(facts, source),
    backupStep(facts, daemon, after),
    installStep(facts),
    registerStep(facts, daemon, after),
    reloadStep(reload),
    proveStep(),
  ];
  return { kind: "steps", steps, reload };
}

function sourceSteps(facts: SetupFacts, source: GVisorSource): readonly SetupStep[] {
  if (source.kind !== "distribution") return repositorySteps(facts, source);
  refuseUnfit(facts.candidate, facts.kernel);
  return [];
}

/**
 * Refuses a build of gVisor that cannot work. Pure.
 *
 * @throws `GVISOR_UNFIT` for a version that is known not to work, and where there is none.
 */
export function refuseUnfit(candidate: string, kernel: string): void {
  const reason = candidate === "" ? "" : unfitBuild(candidate, kernel);
  if (reason === undefined) return;
  const message =
    reason === ""
      ? "apt knows no package runsc."
      : `The package runsc ${candidate}, which apt would install, is known to be unfit: ${reason}.`;
  const hint =
    reason === ""
      ? "Refresh apt's lists and try again: sudo apt-get update; or take gVisor from its own repository: moat setup"
      : "Take gVisor from its own repository: moat setup";
  throw new MoatError("GVISOR_UNFIT", message, { hint, details: { candidate, kernel } });
}

/** Before anything can change daemon.json: the package's own script does, and writes it anew. */
function backupStep(facts: SetupFacts, { configFile: path }: DaemonFacts, after: string): SetupStep {
  const existed = facts.daemonJson !== undefined;
  return {
    id: "backup",
    summary: existed ? `Keep a copy of ${path}` : `Note that there is no ${path}`,
    commands: [
      command(["install", "-d", "-m", "0755", SETUP_DIRECTORY]),
      ...(existed ? [command(["cp", "-a", "-T", path, SETUP_BACKUP])] : []),
    ],
    needsRoot: true,
    undone: existed ? "puts it back, byte for byte" : "removes the file",
    undo: [
      ...(facts.hasConfigDirectory ? [] : [{ kind: "directory", path: dirname(path) } as const]),
      ...(facts.hasOldCopy ? [] : [{ kind: "file", path: `${path}~` } as const]),
      { kind: "daemon-json", path, existed, sha256: sha256(after), runtime: RUNTIME, entry: ENTRY },
    ],
  };
}

function installStep({ installed }: SetupFacts): SetupStep {
  const options = ["-o", "DPkg::Lock::Timeout=300", "-y", "--no-install-recommends"];
  return {
    id: "install",
    summary: `Install the package runsc${installed === "" ? "" : ` over ${installed}`}; its own script may restart Docker`,
    commands: [command(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", ...options, "runsc"])],
    needsRoot: true,
    undone: installed === "" ? "removes the package" : "",
    undo: installed === "" ? [{ kind: "package", name: "runsc" }] : [],
  };
}

/** A new file takes the old one's place at once, with its owner and mode, and only when Docker finds it valid. */
function registerStep(facts: SetupFacts, { configFile: path, program }: DaemonFacts, after: string): SetupStep {
  const next = `${path}.moat-new`;
  const original =
    facts.daemonJson === undefined
      ? [command(["install", "-D", "-m", "0644", "/dev/null", next])]
      : [command(["cp", "-a", "-T", SETUP_BACKUP, next])];
  return {
    id: "register",
    summary: `Enter the runtime "${RUNTIME}" into ${path}`,
    commands: [
      ...original,
      command(["tee", next], after),
      ...(canValidate(facts.engine.version) ? [command([program, "--validate", "--config-file", next])] : []),
      command(["sync", next]),
      command(["mv", "-T", next, path]),
    ],
    needsRoot: true,
    undone: "",
    undo: [{ kind: "file", path: next }],
  };
}

function reloadStep(argv: readonly string[]): SetupStep {
  return {
    id: "reload",
    summary: "Let Docker read its configuration again; containers go on",
    commands: [command(argv)],
    needsRoot: true,
    undone: "",
    undo: [],
  };
}

function proveStep(): SetupStep {
  return {
    id: "prove",
    summary: "Run a container in gVisor, and prove that it is one",
    commands: [],
    needsRoot: false,
    undone: "",
    undo: [],
  };
}

/** The program that tells a daemon to read its configuration again. Pure. */
export function reloadArgv({ isService, pid }: DaemonFacts): readonly string[] {
  // The shell's own kill: a small system has no program of that name.
  return isService ? ["systemctl", "reload", "docker"] : ["sh", "-c", `kill -HUP ${pid}`];
}

/** `dockerd --validate` came with 23.0. */
function canValidate(version: string): boolean {
  return Number(version.split(".")[0]) >= 23;
}

/** SHA-256 of a text or bytes, in hexadecimal digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
