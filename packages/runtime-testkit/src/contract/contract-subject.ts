import type { Runtime } from "@moat/core";

/** Names of a registry that the engine can reach. */
export interface SubjectRegistry {
  /** A reference that `pull` gets. */
  readonly pullable: string;
  /** A reference of which the registry says that it does not exist. */
  readonly missing: string;
  /** Whether the runtime tells the digests of images, and takes their names with these. */
  readonly hasDigests: boolean;
}

/** What the contract has to know of the runtime that it tests. */
export interface ContractSubject {
  /** Opens a runtime. Called several times; all of them stand over one engine. */
  create(): Promise<Runtime>;

  /** Opens a runtime whose engine does not answer. Without it, the default, the tests of an unreachable engine are not registered. */
  createUnreachable?(): Promise<Runtime>;

  /**
   * An image that the engine has. For a `posix` guest it has /bin/sh, /etc/passwd and the common programs of busybox
   * or coreutils (cat, head, id, ls, sleep, stat, stty, tail, tr, uname, wc, grep), and runs as root. Its own command is a shell, or something else that
   * ends with 0 when its input is at its end.
   */
  readonly image: string;

  /** A reference that the engine does not have. */
  readonly missingImage: string;

  /**
   * `posix` when containers are real; `process` when commands are real processes that share this machine's kernel, users and files;
   * `scripted` when a command is the name of one of {@link CONTRACT_PROGRAMS}, implemented in JavaScript. Without real containers
   * what needs a kernel of their own (mounts, users, limits) is not tested, and a line says so.
   */
  readonly guest: "posix" | "process" | "scripted";

  /** Without it, the default, `pull` is not tested, and a line says so. */
  readonly registry?: SubjectRegistry;

  /**
   * The longest line, in bytes, that the engine's log gives back with the newline at its end; by default there is no
   * such limit. Docker 20.10's `local` log driver loses the newline of a line longer than 16 KiB.
   */
  readonly longestLoggedLine?: number;

  /**
   * What the engine may tell, beside the process's own exit code, of a process whose connection was closed before it
   * ended; nothing by default. Docker 20.10 says 126 of most of them.
   */
  readonly codeOfLeftExecution?: number;

  /** Labels for everything that the contract makes, beside its own; none by default. */
  readonly labels?: Readonly<Record<string, string>>;

  /** A directory on the engine's host, also visible here, for the sources of mounts; the temporary one by default. */
  readonly scratchDir?: string;
}
