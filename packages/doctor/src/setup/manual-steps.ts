import { MoatError } from "@moat/core";
import type { SetupFacts } from "./setup-facts.ts";

const GUIDE = "https://gvisor.dev/docs/user_guide/install/";

const TARBALL = `  curl -fsSLO https://storage.googleapis.com/gvisor/releases/release/latest/$(uname -m)/gvisor.tar.bz2
  curl -fsSLO https://storage.googleapis.com/gvisor/releases/release/latest/$(uname -m)/gvisor.tar.bz2.sha512
  sha512sum -c gvisor.tar.bz2.sha512
  sudo tar -xjf gvisor.tar.bz2 -C /usr/local/bin
  sudo /usr/local/bin/runsc install`;

/** Refuses a system that moat does not set up itself, with the steps for it; undefined where moat can go on. Pure. */
export function unsupportedSystem(facts: Omit<SetupFacts, "candidate" | "installed">): MoatError | undefined {
  const { platform, engine, daemon, system, architecture } = facts;
  const refuse = (where: string, steps: string) =>
    new MoatError("SETUP_UNSUPPORTED", `moat setup does not install gVisor ${where}; nothing was changed.`, {
      hint: `${steps}\nMore: ${GUIDE}`,
      details: { platform, system: system.id, architecture, engine: engine.address },
    });
  if (platform !== "linux")
    return refuse(
      "on this system, where Docker runs in a virtual machine",
      `${VIRTUAL_MACHINE}\nOr, on a Mac with Apple silicon, use Apple's container, which needs no gVisor.`,
    );
  if (!engine.address.startsWith("unix://"))
    return refuse(
      `for the engine at ${engine.address}, which is on another machine`,
      `Run it there: ssh ${hostOf(engine.address)} moat setup`,
    );
  if (engine.rootless) return refuse("for a rootless Docker", ROOTLESS);
  if (daemon === undefined || engine.kernel !== facts.kernel)
    return refuse(
      `for the engine at ${engine.address}, which is no dockerd of this machine (Docker Desktop, Colima, Podman and the like)`,
      VIRTUAL_MACHINE,
    );
  const title = system.title === "" ? "this system" : system.title;
  const isDebian = [system.id, ...system.like].some((id) => id === "debian" || id === "ubuntu");
  if (!isDebian)
    return refuse(`on ${title}`, `By hand:\n${packageSteps(facts)}${TARBALL}\n  sudo systemctl reload docker`);
  if (architecture !== "amd64" && architecture !== "arm64")
    return refuse(
      `on the architecture ${architecture}, which gVisor does not support`,
      "Use a machine with amd64 or arm64.",
    );
  return undefined;
}

const VIRTUAL_MACHINE = `In the machine that Docker runs in (Colima: colima ssh; Rancher Desktop: rdctl shell; OrbStack and Docker Desktop: see their guides):
${TARBALL}
then restart Docker there.`;

const ROOTLESS = `By hand, with the network of the host for every sandbox:
${TARBALL.split("\n").slice(0, -1).join("\n")}
  /usr/local/bin/runsc install --config_file ~/.config/docker/daemon.json -- --ignore-cgroups --network=host
  systemctl --user reload docker
Or use the Docker of the system: sudo systemctl start docker`;

/** What has to be there before the steps: Fedora and Arch in their smallest form lack some of it. */
function packageSteps({ system }: Pick<SetupFacts, "system">): string {
  const ids = [system.id, ...system.like];
  if (ids.some((id) => ["fedora", "rhel", "centos"].includes(id))) return "  sudo dnf install -y curl tar bzip2\n";
  if (ids.includes("arch")) return "  sudo pacman -S --needed curl tar bzip2\n";
  if (ids.some((id) => ["suse", "opensuse"].includes(id))) return "  sudo zypper install -y curl tar bzip2\n";
  if (ids.includes("alpine")) return "  sudo apk add curl tar bzip2\n";
  return "";
}

function hostOf(address: string): string {
  return /^[a-z]+:\/\/([^/:]+(?::\d+)?)/.exec(address)?.[1]?.replace(/:\d+$/, "") ?? address;
}
