import type { SetupFacts } from "../setup/setup-facts.ts";

/** A Debian with Docker under systemd and without gVisor, and what a test says of it. */
export function setupFacts(given: Partial<SetupFacts> = {}): SetupFacts {
  return {
    platform: "linux",
    system: { id: "debian", like: [], title: "Debian GNU/Linux 13 (trixie)" },
    architecture: "amd64",
    kernel: "6.12.48",
    isRoot: false,
    engine: {
      id: "e",
      address: "unix:///var/run/docker.sock",
      version: "28.5.2",
      kernel: "6.12.48",
      rootless: false,
      foundBy: "default",
    },
    daemon: { pid: 7, program: "/usr/bin/dockerd", configFile: "/etc/docker/daemon.json", isService: true },
    daemonJson: '{"debug": true}\n',
    hasConfigDirectory: true,
    gvisor: "absent",
    installed: "",
    candidate: "20260905.0",
    repositoryFile: "",
    isKeyArmored: true,
    hasCertificates: true,
    hasOldCopy: false,
    hasState: false,
    ...given,
  };
}
