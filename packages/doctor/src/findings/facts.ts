import type { IsolationProof } from "@moat/core";
import type { EngineExamination } from "@moat/docker-runtime";

/** All that findings are made of. Plain data: tests make their own. */
export interface Facts {
  readonly machine: MachineFacts;
  readonly engine: EngineOutcome;
  readonly socket: PathOutcome | undefined;
  readonly program: ProgramFacts | undefined;
  readonly proof: ProofOutcome;
  /** Undefined where Apple's container cannot be: on everything but macOS. */
  readonly apple: AppleOutcome | undefined;
  readonly disks: readonly DiskFacts[];
  readonly home: HomeFacts;
  readonly leaks: LeakOutcome;
}

/** This machine. */
export interface MachineFacts {
  /** As Node names them. */
  readonly platform: string;
  readonly arch: string;
  readonly kernel: string;
  readonly uid: number;
  readonly hasKvm: boolean;
  /** Whether Docker's engine is installed here, running or not. */
  readonly hasDocker: boolean;
  /** Whether packages are installed by apt here. */
  readonly hasApt: boolean;
  /** The kernel's limit; undefined where there is none to read. */
  readonly maxUserNamespaces: number | undefined;
}

/** Why something could not be had, as moat's own error says it. */
export interface Failure {
  readonly code: string;
  /** The code of what caused it; empty where nothing of moat's did. */
  readonly causeCode: string;
  readonly message: string;
  readonly hint: string;
}

/** The engine, or why there is none. */
export type EngineOutcome =
  | { readonly kind: "found"; readonly engine: EngineExamination }
  | {
      readonly kind: "none";
      readonly failure: Failure;
      /** The socket that did not let this user in; empty for every other failure. */
      readonly socketPath: string;
    };

/** What is at a path. */
export type PathOutcome =
  | { readonly kind: "missing"; readonly path: string }
  /** There, and not to be looked at. */
  | { readonly kind: "denied"; readonly path: string }
  | {
      readonly kind: "present";
      readonly path: string;
      readonly isDirectory: boolean;
      readonly uid: number;
      readonly gid: number;
      /** The permission bits. */
      readonly mode: number;
      /** Whether this process may write there. */
      readonly isWritable: boolean;
    };

/** The program behind the runtime's name, on this machine. */
export interface ProgramFacts {
  readonly path: string;
  readonly state: "runs" | "missing" | "not-executable" | "silent";
  /** What `--version` printed. */
  readonly output: string;
}

/** The proof that was tried here and now. */
export type ProofOutcome =
  | { readonly kind: "proved"; readonly proof: IsolationProof; readonly image: string }
  | { readonly kind: "failed"; readonly failure: Failure }
  /** The engine has none of the images that moat would dare to run. */
  | { readonly kind: "no-image"; readonly images: readonly string[] }
  | { readonly kind: "no-runtime" };

/** Apple's container, or why it cannot be used. */
export type AppleOutcome =
  | { readonly kind: "found"; readonly version: string }
  | { readonly kind: "none"; readonly failure: Failure };

/** A file system. */
export interface DiskFacts {
  readonly of: "home" | "engine";
  readonly path: string;
  /** Undefined when it cannot be looked at. */
  readonly space: { readonly freeBytes: number; readonly freeInodes: number; readonly inodes: number } | undefined;
}

/** moat's own files, and what is left in the engine of runs that are over. */
export interface HomeFacts {
  /** Why there is no home at all; undefined where there is a path. */
  readonly failure: Failure | undefined;
  readonly directory: PathOutcome;
  readonly unreadable: readonly UnreadableRecord[];
  readonly leftovers: Leftovers | undefined;
}

/** A record that cannot be read. */
export interface UnreadableRecord {
  readonly id: string;
  readonly message: string;
  /** Whether a newer moat wrote it, which can read it. */
  readonly isNewer: boolean;
}

/** What `moat clean` would do; undefined in its place where it could not be asked. */
export interface Leftovers {
  /** How many containers. */
  readonly containers: number;
  /** How many networks. */
  readonly networks: number;
  /** How many volumes. */
  readonly volumes: number;
  /** What only `--force` removes: one sentence each. */
  readonly left: readonly string[];
}

/** A process of a container that the engine does not know. */
export interface LeakedProcess {
  readonly pid: number;
  readonly kind: "shim" | "sandbox" | "gofer";
  readonly containerId: string;
}

/** What was found by comparing processes with containers. */
export type LeakOutcome =
  | { readonly kind: "looked"; readonly leaked: readonly LeakedProcess[] }
  /** The engine's processes are not to be seen from here. */
  | { readonly kind: "not-seen"; readonly why: string };
