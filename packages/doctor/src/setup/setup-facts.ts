import type { EngineFacts } from "@moat/core";

/** Where gVisor is to come from. */
export type GVisorSource =
  /** gVisor's own repository. */
  | { readonly kind: "official" }
  /** Another repository that is laid out as gVisor's own, with the key that it is signed with. */
  | { readonly kind: "repository"; readonly url: string; readonly keyFile: string }
  /** The distribution's own package. */
  | { readonly kind: "distribution" };

/** The engine's daemon, where it is a process of this machine. */
export interface DaemonFacts {
  readonly pid: number;
  /** Its program, to validate a configuration with. */
  readonly program: string;
  /** Its daemon.json, whether there is one or not. */
  readonly configFile: string;
  /** Whether systemd's `docker.service` runs it. */
  readonly isService: boolean;
}

/** What a set-up has to know before it plans anything. Plain data. */
export interface SetupFacts {
  /** As Node names it. */
  readonly platform: string;
  /** Of os-release. */
  readonly system: { readonly id: string; readonly like: readonly string[]; readonly title: string };
  /** As dpkg names it; empty where there is no dpkg. */
  readonly architecture: string;
  readonly kernel: string;
  readonly isRoot: boolean;
  readonly engine: EngineFacts;
  /** Undefined where the engine's process is not one of this machine. */
  readonly daemon: DaemonFacts | undefined;
  /** The text of daemon.json; undefined where there is no such file. */
  readonly daemonJson: string | undefined;
  /** Whether the directory of daemon.json is there. */
  readonly hasConfigDirectory: boolean;
  /** What was found out about gVisor: `listed` means that nobody looked closer. */
  readonly gvisor: "absent" | "listed" | "proved" | "refuted";
  /** The version of the package runsc that is installed; empty for none. */
  readonly installed: string;
  /** The version that apt would install now; empty for none. */
  readonly candidate: string;
  /** The file of apt's sources that has the wanted repository already; empty for none. */
  readonly repositoryFile: string;
  /** Whether the key that was given is text, and not binary. */
  readonly isKeyArmored: boolean;
  /** Whether this machine has a bundle of certificate authorities for apt. */
  readonly hasCertificates: boolean;
  /** Whether a file with the suffix `~` is beside daemon.json, where `runsc install` writes a copy. */
  readonly hasOldCopy: boolean;
  /** Whether an earlier set-up has left its record. */
  readonly hasState: boolean;
}
