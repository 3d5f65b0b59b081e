import type { Facts } from "./facts.ts";

/** Installs gVisor, registers and proves it. */
const SETUP = "moat setup";
const GUIDE = "https://gvisor.dev/docs/user_guide/install/";

/** How to get a working gVisor to where this engine is. */
export interface Remedy {
  /** Goes behind the reason. */
  readonly advice: string;
  readonly fix: string;
}

/** What installs a current gVisor: a command where this machine is the engine's and it can be done, else where to read. */
export function installRemedy({ machine, engine: outcome }: Pick<Facts, "machine" | "engine">): Remedy {
  const engine = outcome.kind === "found" ? outcome.engine : undefined;
  if (engine === undefined) return { advice: "", fix: "" };
  if (engine.isPodman)
    return {
      advice: "Podman's Docker API does not run the runtime that it is asked for; use Docker",
      fix: machine.hasDocker ? "export DOCKER_HOST=unix:///var/run/docker.sock" : installDocker(machine),
    };
  if (machine.platform === "linux" && engine.isOnThisMachine) return { advice: "", fix: SETUP };
  const where = isVirtualMachine(engine) ? "the engine's virtual machine" : "the engine's machine";
  return { advice: `install a current gVisor in ${where}: ${GUIDE}`, fix: "" };
}

/** Reached by a socket of this machine, and yet not on it. */
export function isVirtualMachine(engine: { readonly socketPath: string; readonly isOnThisMachine: boolean }): boolean {
  return engine.socketPath !== "" && !engine.isOnThisMachine;
}

/** Installs Docker's engine; empty where that is no matter of one command. */
export function installDocker({ platform, hasApt }: Facts["machine"]): string {
  if (platform !== "linux") return "";
  return hasApt
    ? "sudo apt-get update && sudo apt-get install -y docker.io"
    : "curl -fsSL https://get.docker.com | sudo sh";
}

/** Quotes a word for a POSIX shell where that is needed. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Registers gVisor anew with other arguments; the command line of `runsc install`. */
export function registerAnew(runtime: string, path: string, args: readonly string[]): string {
  const program = path === "" ? "runsc" : shellWord(path);
  const behind = args.length === 0 ? "" : ` -- ${args.map(shellWord).join(" ")}`;
  return `sudo ${program} install --runtime=${shellWord(runtime)}${behind} && sudo systemctl reload docker`;
}
