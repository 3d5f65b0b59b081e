import type { EngineExamination } from "@moat/docker-runtime";
import type { Facts, Failure, PathOutcome } from "./facts.ts";
import { type Finding, about } from "./finding.ts";
import { installDocker, isVirtualMachine, shellWord } from "./remedies.ts";

type EngineSeen = Pick<Facts, "machine" | "engine" | "socket">;

/** Judges the engine itself: is there one, is it Docker, what can it do. Pure. */
export function judgeEngine(facts: EngineSeen): readonly Finding[] {
  const { engine: outcome } = facts;
  if (outcome.kind === "none") return [noEngine(outcome.failure, facts)];
  const { engine } = outcome;
  return [
    about("engine", "container engine").ok(describe(engine)),
    ...judgeApi(engine),
    ...(engine.isPodman ? [podman(engine)] : []),
    ...(engine.securityOptions.some((option) => option.includes("name=selinux")) ? [SELINUX] : []),
    ...(engine.rootless ? [rootless(engine)] : []),
  ];
}

function describe(engine: EngineExamination): string {
  const { version, apiVersion, address, foundBy, rootless: isRootless, cgroupVersion, cgroupDriver } = engine;
  const where = engine.isOnThisMachine
    ? "on this machine"
    : isVirtualMachine(engine)
      ? "in a virtual machine"
      : "remote";
  const cgroup = cgroupVersion === "" ? [] : [`cgroup v${cgroupVersion} (${cgroupDriver})`];
  const more = [where, ...(isRootless ? ["rootless"] : []), ...cgroup].join(", ");
  const name = engine.isPodman ? "Podman" : "Docker";
  return `${name} ${version} (API ${apiVersion}) at ${address}, found by ${foundBy}; ${more}`;
}

/** Every failure of discovery, and what mends it. */
function noEngine({ code, message, hint }: Failure, facts: EngineSeen): Finding {
  const [advice = "", ...tried] = hint.split("\n");
  const why = [`Nothing can run without an engine. ${advice}`, ...tried].join("\n").trim();
  const seen = message.replace(/\.$/, "");
  return about("engine", "container engine").problem({ seen, why, fix: engineFix(code, facts) });
}

function engineFix(code: string, { machine, socket }: EngineSeen): string {
  const isLinux = machine.platform === "linux";
  switch (code) {
    case "ENGINE_PERMISSION_DENIED":
      return isLinux ? joinGroup(socket) : "";
    case "ENGINE_ADDRESS_INVALID":
      return "unset DOCKER_HOST DOCKER_CONTEXT";
    case "ENGINE_TIMEOUT":
      return isLinux ? "sudo systemctl restart docker" : "open -a Docker";
    case "ENGINE_UNREACHABLE":
      if (!isLinux) return "open -a Docker";
      return machine.hasDocker ? "sudo systemctl start docker" : installDocker(machine);
    default:
      return "";
  }
}

/** The group that may use the socket, where it is one of its own; root's is nobody's to join. */
function joinGroup(socket: PathOutcome | undefined): string {
  const hasGroup = socket?.kind === "present" && socket.gid !== 0 && (socket.mode & GROUP_USES) === GROUP_USES;
  const group = hasGroup ? `"$(stat -c %G ${shellWord(socket.path)})"` : "docker";
  return `sudo usermod -aG ${group} "$USER" && newgrp ${group}`;
}

const GROUP_USES = 0o060;

const UPDATE = "Update Docker: https://docs.docker.com/engine/install/";

function judgeApi({ apiVersion, isPodman }: EngineExamination): readonly Finding[] {
  const minor = Number(/^1\.(\d+)/.exec(apiVersion)?.[1] ?? Number.NaN);
  if (isPodman || !(minor < 43)) return [];
  const api = about("engine-api", "the engine's age");
  if (minor < 41) {
    const why = `moat needs API 1.41 (Docker 20.10) or newer. ${UPDATE}`;
    return [api.problem({ seen: `it speaks API ${apiVersion} at most`, why, fix: "" })];
  }
  return [
    api.warning({
      seen: `it speaks API ${apiVersion} at most`,
      why: `From 1.43 on (Docker 24) the proof of the sandbox uses a second way, which no image can forge. ${UPDATE}`,
      fix: "",
    }),
  ];
}

function podman({ version }: EngineExamination): Finding {
  return about("engine-podman", "Podman in Docker's place").warning({
    seen: `Podman ${version} answers at this address`,
    why: "Its Docker API lists runtimes that it does not check, and may run another one than it is asked for. Only the proof tells; where it fails, use Docker.",
    fix: "export DOCKER_HOST=unix:///var/run/docker.sock",
  });
}

/** Once known-bad together; what moat does about it is in every container's request. */
const SELINUX = about("engine-selinux", "SELinux").ok(
  "the engine labels containers for SELinux, which gVisor refuses; moat switches them off for its own",
);

function rootless({ runtimes, runtime }: EngineExamination): Finding {
  const args = runtimes[runtime]?.runtimeArgs ?? [];
  return about("engine-rootless", "rootless Docker").warning({
    seen: `the engine runs without root, and its gVisor has the arguments ${args.length === 0 ? "(none)" : args.join(" ")}`,
    why: "Limits of memory and processes are not enforced there, and gVisor starts only with the argument --ignore-cgroups, often with --network=host as well. With Docker as root it has its own network and its limits.",
    fix: "export DOCKER_HOST=unix:///var/run/docker.sock",
  });
}
