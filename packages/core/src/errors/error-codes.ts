import type { ErrorKind } from "./error-kinds.ts";

interface ErrorCodeEntry {
  readonly kind: ErrorKind;
  /** When this code is used, one sentence; the reference page is made from it. */
  readonly when: string;
}

const entry = (kind: ErrorKind, when: string): ErrorCodeEntry => ({ kind, when });

/** Every error code of moat, its kind, and when it is used. Codes are promises: they are never renamed or reused. */
export const ERROR_CODES = {
  BASE_IMAGE_UNSUITABLE: entry(
    "failed-precondition",
    "`dependencies` were asked for on top of an image that is not of the Debian family.",
  ),
  CANCELED: entry("canceled", "The caller aborted the operation."),
  CAPABILITY_UNSUPPORTED: entry("unsupported", "The runtime lacks this ability, as its `capabilities` say."),
  CERTIFICATES_INVALID: entry(
    "invalid-argument",
    "The file that `container.ca_certificates` names has no certificates, or cannot be read.",
  ),
  CONFIG_EXISTS: entry("already-exists", "`moat init` was to write an `agent.yaml` where there is one."),
  CONFIG_INVALID: entry("invalid-argument", "`agent.yaml` has one or more problems; all of them are listed."),
  CONFIG_KEY_UNSUPPORTED: entry(
    "unsupported",
    "A key of `agent.yaml` belongs to a part of moat that does not exist yet.",
  ),
  CONFIG_NOT_FOUND: entry("not-found", "There is no `agent.yaml` to check."),
  CONFIG_UNREADABLE: entry("failed-precondition", "`agent.yaml` exists but cannot be read."),
  CONFIRMATION_NEEDED: entry(
    "failed-precondition",
    "`moat setup` would ask before it changes this machine, and there is no terminal to ask at.",
  ),
  CONTAINER_NAME_TAKEN: entry("already-exists", "The engine has a container of that name."),
  CONTAINER_NOT_FOUND: entry("not-found", "The engine has no container with that id."),
  CONTAINER_STATE: entry("failed-precondition", "The container is not in a state that allows the operation."),
  COPY_FAILED: entry("failed-precondition", "Files could not be copied into or out of a run; the message says why."),
  COPY_UNSAFE: entry(
    "failed-precondition",
    "What a run sent would have reached outside the copy, or is no file, directory or link; nothing was written.",
  ),
  DAEMON_CONFIG_INVALID: entry(
    "failed-precondition",
    "Docker's `daemon.json` is not what Docker reads, or cannot be read or written.",
  ),
  DEPENDENCY_NOT_FOUND: entry("not-found", "A package or a version that `dependencies` names does not exist."),
  ENGINE_ADDRESS_INVALID: entry(
    "invalid-argument",
    "The engine's address, Docker context or TLS file cannot be understood, read or used.",
  ),
  ENGINE_DISK_FULL: entry("failed-precondition", "There was no room on the engine's disk for an image."),
  ENGINE_FAILED: entry(
    "internal",
    "The engine refused or failed an operation for a reason that has no code of its own.",
  ),
  ENGINE_PERMISSION_DENIED: entry("permission-denied", "This user may not talk to the engine's socket."),
  ENGINE_TIMEOUT: entry("timeout", "The engine did not answer within moat's own deadline."),
  ENGINE_UNREACHABLE: entry("unavailable", "No engine answers at the address that was tried."),
  ENVIRONMENT_INVALID: entry(
    "invalid-argument",
    "One of moat's own variables (`MOAT_*`) has a value that cannot be used, or asks for what no variable may decide.",
  ),
  ENV_INVALID: entry("invalid-argument", "An environment variable has a name that is not allowed."),
  EXEC_INVALID: entry(
    "invalid-argument",
    "The container has no such user or working directory for one more process to run with.",
  ),
  EXEC_SIGNAL_FAILED: entry(
    "failed-precondition",
    "A signal could not be brought to a process beside the container's own.",
  ),
  GRANTS_UNSUPPORTED: entry(
    "unsupported",
    "Grants were asked for; this version cannot give any, and never ignores them.",
  ),
  GVISOR_NOT_AVAILABLE: entry("failed-precondition", "The sandbox is on and the engine has no gVisor runtime."),
  GVISOR_UNFIT: entry(
    "failed-precondition",
    "The package that would be installed is known not to work, or is not there.",
  ),
  HOME_UNUSABLE: entry(
    "failed-precondition",
    "`MOAT_HOME` cannot be created, read or written, or belongs to somebody else.",
  ),
  IMAGE_BUILD_FAILED: entry(
    "failed-precondition",
    "A step of an image's build failed; the message names it, and the hint has the end of its output.",
  ),
  IMAGE_NOT_FOUND: entry("not-found", "Neither the engine nor the registry has the image."),
  IMAGE_PULL_FAILED: entry("unavailable", "The image could not be fetched from its registry."),
  INTERACTIVE_NEEDS_TERMINAL: entry("failed-precondition", "Interactive mode was asked for and there is no terminal."),
  INTERNAL: entry("internal", "moat has a bug; the message says where."),
  LIMIT_INVALID: entry(
    "invalid-argument",
    "A limit of the container is more than the engine's machine has or allows, or needs the sandbox.",
  ),
  LOCK_INVALID: entry(
    "invalid-argument",
    "`agent.lock` is damaged, is not what moat writes, or names what this moat does not have.",
  ),
  LOCK_MISSING: entry("failed-precondition", "`--frozen` was given, and there is no `agent.lock`."),
  LOCK_STALE: entry("failed-precondition", "`--frozen` was given, and `agent.lock` does not fit `agent.yaml`."),
  MOUNT_INVALID: entry(
    "invalid-argument",
    "A mount is malformed, has no source on this machine or the same one on the engine's, or collides with another.",
  ),
  NAME_INVALID: entry("invalid-argument", "A run's name has characters or a length that are not allowed."),
  NETWORK_NOT_FOUND: entry("not-found", "The engine has no network with that id."),
  OUTPUT_FAILED: entry("internal", "What was to be printed could not be written, for instance to a full disk."),
  PORT_INVALID: entry("invalid-argument", "A published port is out of range, doubled, or in use on this machine."),
  RECORD_UNREADABLE: entry("failed-precondition", "A run's record is damaged or was written by a newer moat."),
  RUNTIME_REFUSED: entry("failed-precondition", "The engine's OCI runtime could not start the container."),
  RUNTIME_UNAVAILABLE: entry(
    "unavailable",
    "No container runtime can be used on this machine; every rejection is listed.",
  ),
  RUNTIME_UNKNOWN: entry("invalid-argument", "A runtime was asked for that moat does not know."),
  RUN_AMBIGUOUS: entry("invalid-argument", "An id prefix matches more than one run."),
  RUN_LIVE: entry("failed-precondition", "The run has not ended, and what was asked is done to ended runs only."),
  RUN_NAME_TAKEN: entry("already-exists", "A live run has that name."),
  RUN_NOT_FOUND: entry("not-found", "No run has that id, id prefix or name."),
  RUN_NOT_RUNNING: entry("failed-precondition", "The run has ended, or its command has not started."),
  SANDBOX_NOT_PROVEN: entry("failed-precondition", "The runtime that should be gVisor did not prove that it is."),
  SETUP_CONFLICT: entry(
    "already-exists",
    "`moat setup` met something of another's making, or of an earlier set-up, that it does not write over.",
  ),
  SETUP_FAILED: entry("failed-precondition", "A step of `moat setup` failed; what was done before it was taken back."),
  SETUP_NEEDS_ROOT: entry("permission-denied", "`moat setup` needs root, and `sudo` does not give it."),
  SETUP_UNSUPPORTED: entry(
    "unsupported",
    "`moat setup` does not install gVisor on this system or for this engine; the hint has the steps.",
  ),
  USAGE: entry("invalid-argument", "The command line cannot be understood."),
  VOLUME_NOT_FOUND: entry("not-found", "The engine has no volume of that name."),
  WORKSPACE_INVALID: entry("invalid-argument", "The workspace is missing, is not a directory, or cannot be entered."),
  WORKSPACE_TOO_LARGE: entry("failed-precondition", "The workspace has more bytes than `moat compat` copies."),
} as const satisfies Record<string, ErrorCodeEntry>;

/** One of the codes of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;
