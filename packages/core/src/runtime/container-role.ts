import type { CallOptions } from "./call-options.ts";
import type { ContainerSpec, TerminalSize } from "./container-spec.ts";
import type { ContainerExit, ContainerInfo, ContainerSummary } from "./container-state.ts";
import type { ExecSpec } from "./exec-spec.ts";
import type { Isolation } from "./isolation.ts";

/** What `create` made. */
export interface CreatedContainer {
  readonly id: string;
  /** What separates this container from the host, established and not assumed. */
  readonly isolation: Isolation;
}

/** What `create` takes beside the spec. */
export interface CreateOptions extends CallOptions {
  /**
   * Told the id as soon as the container exists, so that it can be attached to while the rest is done. When `create` throws after that,
   * the container is gone again. A runtime that would gain nothing by it does not call; nobody is told by default.
   */
  readonly onCreated?: (id: string) => void;
}

/** What `wait` takes. */
export interface WaitOptions extends CallOptions {
  /**
   * Told when the engine was out of sight while it was waited for: it may have been restarted, and then attachments ended before the
   * process did. Called at most once for each time, before `wait` returns; nobody is told by default.
   */
  readonly onGap?: () => void;
}

/** Which containers `list` returns: those that carry every one of these labels with these values. */
export interface ContainerFilter {
  readonly labels: Readonly<Record<string, string>>;
}

/** The life of containers. */
export interface ContainerRole {
  /**
   * Makes a container in phase `created` with the spec's files already inside. All or nothing: when it throws, the
   * engine has no new container. It does not pull.
   *
   * @throws `IMAGE_NOT_FOUND`, `CONTAINER_NAME_TAKEN`, `GVISOR_NOT_AVAILABLE`, `SANDBOX_NOT_PROVEN`,
   *   `CAPABILITY_UNSUPPORTED`, `MOUNT_INVALID` when the engine's host has no such source.
   */
  create(spec: ContainerSpec, options?: CreateOptions): Promise<CreatedContainer>;

  /**
   * Starts the process. A second call on a running container does nothing. A program that does not exist or is not
   * executable is not an error of `start`: the container exits with 127 or 126.
   *
   * After a failed start the container is still there, in phase `created` or `exited`.
   *
   * @throws `CONTAINER_NOT_FOUND`, `CONTAINER_STATE` when it has exited, `RUNTIME_REFUSED`, `PORT_INVALID` when a port
   *   is in use.
   */
  start(id: string, options?: CallOptions): Promise<void>;

  /**
   * Waits for the process to end and tells how; at once when it has ended. On a container that was never started it
   * waits for the end that is to come, and a later `start` by the same runtime begins when that is sure.
   *
   * @throws `CONTAINER_NOT_FOUND`, also when it is removed meanwhile.
   */
  wait(id: string, options?: WaitOptions): Promise<ContainerExit>;

  /**
   * Sends a signal (`SIGTERM`, ...) to the process.
   *
   * @throws `CONTAINER_NOT_FOUND`; `CONTAINER_STATE` when not running.
   */
  signal(id: string, signal: string, options?: CallOptions): Promise<void>;

  /**
   * Ends the process: SIGTERM, and SIGKILL after `graceMs`. When it returns the process has ended. Idempotent: on a
   * container that is not running, or that does not exist, it does nothing.
   */
  stop(id: string, graceMs: number, options?: CallOptions): Promise<void>;

  /**
   * Gives another name.
   *
   * @throws `CONTAINER_NOT_FOUND`, `CONTAINER_NAME_TAKEN`.
   */
  rename(id: string, name: string, options?: CallOptions): Promise<void>;

  /**
   * Tells what a container is and where in its life.
   *
   * @throws `CONTAINER_NOT_FOUND`.
   */
  inspect(id: string, options?: CallOptions): Promise<ContainerInfo>;

  /**
   * Lists containers in any phase, newest first. Returns an empty list when there is none.
   */
  list(filter: ContainerFilter, options?: CallOptions): Promise<readonly ContainerSummary[]>;

  /** Removes a container, ending its process by force if need be. Idempotent: one that does not exist is no error. */
  remove(id: string, options?: CallOptions): Promise<void>;
}

/** Some bytes that the process wrote, as they came: never split or joined by line. */
export interface OutputChunk {
  readonly stream: "stdout" | "stderr";
  readonly data: Uint8Array;
}

/** Some bytes that the process wrote, with the engine's time. */
export interface LogEntry extends OutputChunk {
  /** RFC 3339 with nanoseconds, UTC. */
  readonly time: string;
}

/** What `logs` returns. */
export interface LogOptions extends CallOptions {
  /** Whether to go on with what is written later, until the container ends. */
  readonly follow: boolean;
  /** Only the last so many lines; `all` for everything. */
  readonly tail: number | "all";
  /** Only what was written at this time or later, RFC 3339 in UTC with nanoseconds; all by default. */
  readonly since?: string | undefined;
}

/** What `attach` connects. */
export interface AttachOptions extends CallOptions {
  /**
   * `false` leaves the process's input alone: nothing is written, and closing does not end it. By default the input is
   * connected; without a terminal, it then ends for everybody when the first attachment that has it is closed.
   */
  readonly input?: boolean;
}

/** A live connection to a container's process. Whoever holds it must read `output` to its end or close it. */
export interface Attachment extends AsyncDisposable {
  /** What the process writes from now on; ends when the process has ended. With a terminal all of it is `stdout`. */
  readonly output: AsyncIterable<OutputChunk>;
  /**
   * Gives bytes to the process; resolves when more can be taken, and the bytes are the caller's again. Does nothing once the
   * process has ended.
   */
  write(data: Uint8Array): Promise<void>;
  /** Tells the process that no more input comes. Idempotent. Output still arrives. */
  endInput(): Promise<void>;
  /** Tells the process's terminal its size. Does nothing before `start`, after the end, or without a terminal. */
  resize(size: TerminalSize): Promise<void>;
}

/**
 * One more process in a container, and the connection to it. Everything that an attachment says holds here of this
 * process; disposing of it lets go of the connection, and the process goes on without a reader.
 */
export interface Execution extends Attachment {
  /**
   * Waits for the process to end and tells its code: 0 to 255, 128+n when signal n ended it, 127 or 126 when the
   * program does not exist or is not executable. May be called at any time, and again. A process that writes more than
   * fits a buffer ends only if somebody reads `output`.
   *
   * When the container ends, its processes end with it: the code is then 137.
   *
   * @throws `CONTAINER_NOT_FOUND` when the container has been removed before the code was known.
   */
  wait(options?: CallOptions): Promise<number>;

  /**
   * Sends a signal (`SIGTERM`, ...) to this process and no other. Does nothing once it has ended.
   *
   * @throws `EXEC_SIGNAL_FAILED` when the runtime cannot reach the process, for instance as the image has no shell.
   */
  signal(signal: string, options?: CallOptions): Promise<void>;
}

/** Bytes in and out of containers. */
export interface StreamRole {
  /**
   * Connects to a container in phase `created` or `running`. When it returns, the connection stands: what is written
   * after a later `start` is not lost. Output that nobody reads makes the process wait, never the memory grow.
   *
   * @throws `CONTAINER_NOT_FOUND`, `CONTAINER_STATE` when it has exited.
   */
  attach(id: string, options?: AttachOptions): Promise<Attachment>;

  /**
   * Runs one more process in a container in phase `running`, beside its own. When it returns, the process has begun and
   * the connection stands from its first byte. A program that does not exist or is not executable is no error: the
   * execution ends with 127 or 126, and the runtime's words about it are on stderr (with a terminal, on stdout). What
   * the process writes is not in the container's `logs`, and its end is not the container's.
   *
   * When the container's own process ends, so does this one. No output is lost however the process ends, also while
   * input is still being written. An aborted call leaves no connection; a process that has begun already
   * is ended if it can be, and otherwise goes on.
   *
   * @throws `CONTAINER_NOT_FOUND`, `CONTAINER_STATE` when it is not running, `EXEC_INVALID` when the container has no
   *   such user or working directory, `CAPABILITY_UNSUPPORTED` for `tty` without that ability, `RUNTIME_REFUSED`.
   */
  exec(id: string, spec: ExecSpec, options?: CallOptions): Promise<Execution>;

  /**
   * Reads what the process has written so far, oldest first, binary-safe and without a limit on lines.
   *
   * @throws `CONTAINER_NOT_FOUND` when reading begins.
   */
  logs(id: string, options: LogOptions): AsyncIterable<LogEntry>;
}
