import { type ErrorCode, MoatError, systemErrorCode } from "@moat/core";
import { PERMISSION_HINT, START_HINT } from "./engine-hints.ts";

/** What was being done when the engine failed; all of it goes into the message. */
export interface FailureContext {
  readonly address: string;
  /** What decided that address, for people. */
  readonly foundBy?: string;
  /** For instance `create the container moat-x`. */
  readonly operation: string;
  /** What a 404 means here. */
  readonly notFound: ErrorCode;
}

const RUNTIME_WORDS =
  /unknown or invalid runtime|unknown runtime specified|runtime path|binary not installed|fork\/exec .*(no such file|permission denied)|did not terminate successfully|waiting for sandbox to start|setting up network|cannot create gofer|urpc method|OCI runtime/i;
const PORT_WORDS = /port is already allocated|address already in use|failed to bind/i;
const LIMIT_WORDS = /range of CPUs is from|error setting rlimit|minimum memory limit/i;
const MOUNT_WORDS = /bind source path does not exist|invalid mount config/i;

/** The engine's own words, without what the client library put around them, on one line. */
export function engineMessage(error: unknown): string {
  const body = property(error, "json");
  const said = property(body, "message") ?? property(error, "message");
  return typeof said === "string"
    ? said
        .replace(/^\(HTTP code \d+\) [^-]+ - /, "")
        .replaceAll(/\s+/g, " ")
        .trim()
    : String(error);
}

/** Turns whatever the client library threw into the one `MoatError` that says it. Pure. */
export function mapEngineError(error: unknown, context: FailureContext): MoatError {
  if (error instanceof MoatError) return error;
  const statusCode = property(error, "statusCode");
  if (typeof statusCode === "number") return mapHttpError(error, statusCode, context);
  return mapConnectionError(error, systemErrorCode(error), context);
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function mapConnectionError(error: unknown, code: string, context: FailureContext): MoatError {
  const { address, operation, foundBy = "" } = context;
  const details = { address, operation, cause: code, foundBy };
  if (code === "EACCES" || code === "EPERM") {
    return new MoatError(
      "ENGINE_PERMISSION_DENIED",
      `Permission denied on the Docker engine's socket ${context.address}.`,
      {
        hint: PERMISSION_HINT,
        details,
        cause: error,
      },
    );
  }
  const why =
    code === "ENOENT" && engineMessage(error).startsWith("connect")
      ? "there is no such socket"
      : code === "ENOENT"
        ? "the program ssh was not found"
        : code === "ECONNREFUSED"
          ? "nothing listens there"
          : engineMessage(error);
  return new MoatError("ENGINE_UNREACHABLE", `No Docker engine answers at ${address}: ${why}.`, {
    hint: unreachableHint(address, code, foundBy),
    details,
    cause: error,
  });
}

function unreachableHint(address: string, code: string, foundBy: string): string {
  const from = foundBy === "" ? "" : `\nThis address comes from ${foundBy}.`;
  if (/^(ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|CERT_|EPROTO)/.test(code)) {
    return `Check that DOCKER_CERT_PATH names the directory with this engine's ca.pem, cert.pem and key.pem, and that the engine expects TLS there.${from}`;
  }
  if (address.startsWith("ssh://")) {
    return `Check that this works without a question: ssh ${sshDestination(address)} docker version${from}`;
  }
  if (address.startsWith("tcp://")) {
    return `Check that the engine runs and listens there, and set DOCKER_TLS_VERIFY=1 where it expects TLS.${from}`;
  }
  return `${START_HINT}${from}`;
}

function sshDestination(address: string): string {
  const { username, hostname, port } = new URL(address);
  return `${port === "" ? "" : `-p ${port} `}${username === "" ? "" : `${username}@`}${hostname}`;
}

function mapHttpError(error: unknown, statusCode: number, context: FailureContext): MoatError {
  const said = engineMessage(error);
  const make = (code: ErrorCode, hint = "") =>
    new MoatError(code, `Could not ${context.operation}: ${said}.`.replace(/\.\.$/, "."), {
      hint,
      details: { address: context.address, operation: context.operation, statusCode, engineMessage: said },
      cause: error,
    });
  if (/HTTP request to an HTTPS server/i.test(said)) {
    return make(
      "ENGINE_FAILED",
      "Set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the directory with ca.pem, cert.pem and key.pem.",
    );
  }
  if (/no such image/i.test(said)) return make("IMAGE_NOT_FOUND");
  if (MOUNT_WORDS.test(said))
    return make("MOUNT_INVALID", "Check that the path exists on the engine's machine and is shared with it.");
  if (PORT_WORDS.test(said)) return make("PORT_INVALID", "Stop what uses the port.");
  // Before the runtime's words, which the engine puts around a limit that the kernel refuses.
  if (LIMIT_WORDS.test(said))
    return make("LIMIT_INVALID", "Lower it in `container` of agent.yaml, or of config.yaml in moat's own directory.");
  if (RUNTIME_WORDS.test(said)) {
    return make("RUNTIME_REFUSED", "Check the runtime's entry in Docker's daemon.json, and the engine's log.");
  }
  if (/network \S+ not found/i.test(said)) return make("NETWORK_NOT_FOUND");
  if (statusCode === 404) return make(context.notFound);
  if (statusCode === 409)
    return make(
      /name .* (is )?already in use|Conflict\. The container name/i.test(said)
        ? "CONTAINER_NAME_TAKEN"
        : "CONTAINER_STATE",
    );
  return make("ENGINE_FAILED");
}
