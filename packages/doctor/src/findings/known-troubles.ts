import type { EngineExamination, OciRuntimeEntry } from "@moat/docker-runtime";
import type { Facts } from "./facts.ts";
import { installRemedy, registerAnew, shellWord } from "./remedies.ts";
import { type RunscVersion, parseRunscVersion } from "./runsc-version.ts";
import { runtimeFlag } from "./runtime-flags.ts";

/** What is known to go wrong together. */
export interface Trouble {
  readonly id: string;
  readonly title: string;
  /** Whether the proof would have failed of it: then one that holds shows that it is not so here. */
  readonly isProvable: boolean;
  /** What was seen of it; empty where it does not apply. */
  readonly seen: (scene: TroubleScene) => string;
  readonly why: string;
  readonly fix: (scene: TroubleScene) => string;
}

/** What a trouble is recognised by. */
export interface TroubleScene {
  readonly facts: Pick<Facts, "machine" | "engine" | "proof">;
  readonly engine: EngineExamination;
  readonly entry: OciRuntimeEntry;
  /** Undefined where the program cannot be asked. */
  readonly version: RunscVersion | undefined;
}

const install = ({ facts }: TroubleScene) => installRemedy(facts).fix;
/** The day on which gVisor learned that newer kernels show that file everywhere. */
const KERNEL_TEST_MENDED = 20_240_731;
/** Debian trixie's and sid's builds of one release differ in this; only sid's is broken. */
const SID = { day: 20_240_729, spec: "1.2.1" };

/** Every known-bad combination of engine, gVisor and kernel. */
export const KNOWN_TROUBLES: readonly Trouble[] = [
  {
    id: "gvisor-new-kernel",
    title: "an old gVisor on a new kernel",
    isProvable: true,
    seen: ({ engine, entry, version }) =>
      version !== undefined &&
      version.day > 0 &&
      version.day < KERNEL_TEST_MENDED &&
      isAtLeast(engine.kernel, 6, 11) &&
      usesNetstack(entry)
        ? `gVisor ${version.text} is from before 2024-07-31, and the kernel is ${engine.kernel}`
        : "",
    why: 'From Linux 6.11 on such a gVisor refuses its own network stack with "cannot run with network enabled in root network namespace", which is a mistake of that gVisor, and no setting of yours.',
    fix: install,
  },
  {
    id: "gvisor-too-old",
    title: "a gVisor too old for current programs",
    isProvable: true,
    seen: ({ version }) =>
      version !== undefined && version.day > 0 && version.day < 20_230_301
        ? `gVisor ${version.text} is from before March 2023`
        : "",
    why: "In Debian 12's images it cannot even list a directory (statx); Debian bookworm's package is such a build.",
    fix: install,
  },
  {
    id: "gvisor-broken-build",
    title: "a gVisor that dies on forks",
    isProvable: true,
    seen: ({ version }) =>
      version?.day === SID.day && version.spec === SID.spec
        ? `gVisor ${version.text} (specification ${version.spec}) is Debian sid's build`
        : "",
    why: "That package is built with a Go it does not fit: about two of three commands that start others die with exit code 2 and no message.",
    fix: install,
  },
  {
    id: "gvisor-old-kernel",
    title: "a kernel too old for gVisor",
    isProvable: true,
    seen: ({ engine }) =>
      engine.kernel !== "" && !isAtLeast(engine.kernel, 5, 6) ? `the engine's kernel is ${engine.kernel}` : "",
    why: "gVisor needs Linux 5.6 or newer.",
    fix: ({ engine }) => (engine.isOnThisMachine ? "sudo apt-get update && sudo apt-get dist-upgrade" : ""),
  },
  {
    id: "gvisor-user-namespaces",
    title: "user namespaces switched off",
    isProvable: true,
    seen: ({ facts, engine }) =>
      engine.isOnThisMachine && facts.machine.maxUserNamespaces === 0
        ? "the kernel allows no user namespaces (user.max_user_namespaces is 0)"
        : "",
    why: "gVisor runs its file server in one, and does not start without.",
    fix: () => "sudo sysctl -w user.max_user_namespaces=15000",
  },
  {
    id: "gvisor-rootless",
    title: "rootless Docker with gVisor",
    isProvable: true,
    seen: ({ engine, entry }) =>
      engine.rootless && runtimeFlag(entry.runtimeArgs, "ignore-cgroups") === undefined
        ? "the engine runs without root, and gVisor is registered without --ignore-cgroups"
        : "",
    why: "There gVisor fails to make its cgroups and does not start.",
    fix: rootlessFix,
  },
  {
    id: "gvisor-cgroup",
    title: "systemd's cgroups",
    isProvable: false,
    seen: ({ engine, entry }) =>
      engine.cgroupVersion === "2" &&
      engine.cgroupDriver === "systemd" &&
      entry.path !== "" &&
      !isOn(runtimeFlag(entry.runtimeArgs, "systemd-cgroup"))
        ? "the engine has cgroup v2 by systemd, and gVisor is registered without --systemd-cgroup"
        : "",
    why: "Limits of memory, processors and processes are then silently not applied to sandboxed runs.",
    fix: ({ engine, entry }) => registerAnew(engine.runtime, entry.path, [...entry.runtimeArgs, "--systemd-cgroup"]),
  },
  {
    id: "gvisor-wsl",
    title: "WSL",
    isProvable: false,
    seen: ({ engine }) => (/microsoft/i.test(engine.kernel) ? `the engine's kernel is WSL's, ${engine.kernel}` : ""),
    why: "gVisor's authors do not support WSL, and crashes are reported; where they happen, use a Linux machine: see the guide for remote engines.",
    fix: () => "",
  },
  {
    id: "gvisor-virtual-machine",
    title: "gVisor in a desktop's virtual machine",
    isProvable: false,
    seen: ({ engine }) =>
      /Docker Desktop/i.test(engine.operatingSystem) ? `the engine is ${engine.operatingSystem}` : "",
    why: "gVisor is put into its virtual machine by hand, and an update of Docker Desktop takes it away again; then moat says so, and nothing runs unsandboxed.",
    fix: () => "",
  },
];

/** The scene of a known trouble; undefined where no runtime can be gVisor, so that there is nothing to go wrong. */
export function troubleScene(facts: Pick<Facts, "machine" | "engine" | "proof" | "program">): TroubleScene | undefined {
  if (facts.engine.kind === "none") return undefined;
  const { engine } = facts.engine;
  const entry = engine.runtimes[engine.runtime];
  if (entry === undefined) return undefined;
  return { facts, engine, entry, version: parseRunscVersion(facts.program?.output ?? "") };
}

function usesNetstack({ runtimeArgs }: OciRuntimeEntry): boolean {
  return (runtimeFlag(runtimeArgs, "network") ?? "sandbox") === "sandbox";
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !["false", "0"].includes(value);
}

/** Registers it with the user's own engine, and with that argument. */
function rootlessFix({ engine, entry }: TroubleScene): string {
  const args = ["--ignore-cgroups", ...entry.runtimeArgs].map(shellWord).join(" ");
  const program = entry.path === "" ? "runsc" : shellWord(entry.path);
  const options = `--config_file="$HOME/.config/docker/daemon.json" --runtime=${shellWord(engine.runtime)}`;
  return `${program} install ${options} -- ${args} && systemctl --user reload docker`;
}

/** Compares the first two numbers of a kernel's release. */
function isAtLeast(release: string, major: number, minor: number): boolean {
  const [, first = "0", second = "0"] = /^(\d+)\.(\d+)/.exec(release) ?? [];
  return Number(first) > major || (Number(first) === major && Number(second) >= minor);
}
