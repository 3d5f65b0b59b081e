/** A directory or file of the host that the container sees. */
export interface BindMount {
  /** Absolute, resolved path on the engine's host; it must exist. Any character but NUL is allowed. */
  readonly source: string;
  /** Absolute path inside. */
  readonly target: string;
  readonly readOnly: boolean;
}

/** A memory file system inside. */
export interface TmpfsMount {
  /** Absolute path inside. */
  readonly target: string;
  /** Permission bits, for instance 0o1777. */
  readonly mode: number;
}

/** A port of the container that is published on the host's loopback interface. */
export interface PublishedPort {
  /** Port inside, 1 to 65535, TCP. */
  readonly containerPort: number;
  /** Port on the host's 127.0.0.1, 1 to 65535; 0 lets the engine choose. */
  readonly hostPort: number;
}

/** A file or directory that is put into the container's own file system before it can be started. */
export interface FileSpec {
  /** Absolute path inside. */
  readonly path: string;
  readonly kind: "file" | "directory";
  /** The content; empty for a directory. */
  readonly content: string;
  /** Permission bits, for instance 0o644. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Limits; 0 means that there is none. */
export interface ResourceLimits {
  readonly memoryBytes: number;
  /** Processors, for instance 1.5. */
  readonly cpus: number;
  /** Host threads; under gVisor the sandbox's own count as well. */
  readonly pids: number;
  /** Bytes of output that the engine keeps; older output is dropped first. */
  readonly logBytes: number;
}

/** The limits of the kernel that every runtime enforces, by Linux's names: see `getrlimit(2)`. */
export const ULIMIT_NAMES = ["fsize", "memlock", "nofile", "nproc"] as const;

/** One of {@link ULIMIT_NAMES}. */
export type UlimitName = (typeof ULIMIT_NAMES)[number];

/** A limit that the kernel holds each process to; `nproc` is per user, and counts those of the container only under gVisor or in a VM. */
export interface Ulimit {
  readonly name: UlimitName;
  /** What a process starts with; it may raise it up to `hard`. At most `hard`. */
  readonly soft: number;
  /** How far a process may raise it. */
  readonly hard: number;
}

/** A terminal's size in character cells; 0 by 0 where it is not known. */
export interface TerminalSize {
  /** Characters in a line; 0 where there is no terminal. */
  readonly columns: number;
  /** Lines; 0 where there is no terminal. */
  readonly rows: number;
}

/** Everything a runtime needs to create a container. Every field has a value; make one with {@link containerSpec}. */
export interface ContainerSpec {
  /** Unique in the engine. */
  readonly name: string;
  /** An image that the engine already has. */
  readonly image: string;
  /** The program and its arguments, passed on unchanged; empty means the image's own. */
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path; empty means the image's own. */
  readonly workingDir: string;
  /** `uid:gid`; empty means the image's own. */
  readonly user: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly mounts: readonly BindMount[];
  readonly tmpfs: readonly TmpfsMount[];
  readonly ports: readonly PublishedPort[];
  /** `bridge` for the engine's default network, `none`, or the name of a network. The host's own is refused. */
  readonly network: string;
  /** Extra lines of /etc/hosts, as `name:address`. */
  readonly extraHosts: readonly string[];
  /**
   * IP addresses of the name servers, in order, on the network `bridge`; empty means the engine's choice. On a network of one's own an
   * engine may put a resolver of its own before them.
   */
  readonly dns: readonly string[];
  /** All capabilities are dropped but these, named without `CAP_`. */
  readonly addedCapabilities: readonly string[];
  readonly limits: ResourceLimits;
  /** Each name once. */
  readonly ulimits: readonly Ulimit[];
  /** Whether the process has a terminal; then stdout and stderr are one stream. */
  readonly tty: boolean;
  /** Whether the process reads what is written to an attachment; otherwise it reads end-of-file at once. */
  readonly stdin: boolean;
  /** The terminal's first size, when `tty` is set. */
  readonly terminalSize: TerminalSize;
  readonly files: readonly FileSpec[];
}

/** Completes a spec: all that is not given is empty, off or without limit, and the network is the default one. */
export function containerSpec(given: Partial<ContainerSpec> & Pick<ContainerSpec, "name" | "image">): ContainerSpec {
  return {
    command: [],
    env: {},
    workingDir: "",
    user: "",
    labels: {},
    mounts: [],
    tmpfs: [],
    ports: [],
    network: "bridge",
    extraHosts: [],
    dns: [],
    addedCapabilities: [],
    limits: { memoryBytes: 0, cpus: 0, pids: 0, logBytes: 0 },
    ulimits: [],
    tty: false,
    stdin: false,
    terminalSize: { columns: 0, rows: 0 },
    files: [],
    ...given,
  };
}
