import { MoatError } from "@moat/core";
import { describe, expect, it } from "vitest";
import { engineMessage, mapEngineError } from "./map-error.ts";

const context = {
  address: "unix:///run/d.sock",
  operation: "create the container c",
  notFound: "CONTAINER_NOT_FOUND",
} as const;

/** An error as the client library makes it of an answer. */
function answer(statusCode: number, message: string): Error {
  return Object.assign(new Error(`(HTTP code ${statusCode}) unexpected - ${message} `), {
    statusCode,
    json: { message },
  });
}

function systemError(code: string, message = `connect ${code} /run/d.sock`): Error {
  return Object.assign(new Error(message), { code });
}

// The tables 8.1 and 8.2 of the gVisor reference, word for word as the engines wrote them.
const RUNTIME: readonly (readonly [number, string])[] = [
  [400, "Unknown runtime specified X"],
  [400, "unknown or invalid runtime name: X"],
  [400, 'error while looking up the specified runtime path: exec: "/p": stat /p: no such file or directory'],
  [
    400,
    "failed to create shim task: OCI runtime create failed: unable to retrieve OCI runtime error (open /run/log.json: no such file or directory): fork/exec /p: no such file or directory: unknown",
  ],
  [400, "unable to retrieve OCI runtime error: fork/exec /p: permission denied"],
  [400, "/usr/bin/runsc did not terminate successfully: exit status 2"],
  [500, 'runtime "io.containerd.runsc.v1" binary not installed "containerd-shim-runsc-v1": file does not exist'],
  [
    500,
    "OCI runtime start failed: starting container: setting up network: cannot run with network enabled in root network namespace",
  ],
  [
    500,
    "cannot create gofer process: gofer: fork/exec /proc/self/exe: operation not permitted: check whether /proc/sys/user/max_user_namespaces is set",
  ],
  [500, "cannot read client sync file: waiting for sandbox to start: EOF"],
  [500, 'urpc method "containerManager.StartRoot" failed: EOF'],
  [500, "OCI runtime create failed: exit status 137: unknown"],
  [400, 'OCI runtime create failed: error finding executable "x" in PATH [/bin]: no such file'],
  [400, 'OCI runtime create failed: runc create failed: exec: "x": executable file not found in $PATH: unknown'],
];

const OTHERS: readonly (readonly [number, string, string])[] = [
  [500, "unable to find user x: no matching entries in passwd file", "ENGINE_FAILED"],
  [500, "Cannot mkdir: /x is not a directory", "ENGINE_FAILED"],
  [404, "No such image: x", "IMAGE_NOT_FOUND"],
  [404, "No such container: x", "CONTAINER_NOT_FOUND"],
  [409, 'Conflict. The container name "/x" is already in use by container "abc".', "CONTAINER_NAME_TAKEN"],
  [409, "Conflict: The name x is already in use", "CONTAINER_NAME_TAKEN"],
  [409, "container abc is not running", "CONTAINER_STATE"],
  [409, "removal of container abc is already in progress", "CONTAINER_STATE"],
  [400, "Client sent an HTTP request to an HTTPS server.", "ENGINE_FAILED"],
  [400, "client version 1.99 is too new. Maximum supported API version is 1.41", "ENGINE_FAILED"],
  [400, "client version 1.12 is too old. Minimum supported API version is 1.24", "ENGINE_FAILED"],
  [400, 'invalid mount config for type "bind": bind source path does not exist: /nope', "MOUNT_INVALID"],
  [
    500,
    "driver failed programming external connectivity: Bind for 127.0.0.1:80 failed: port is already allocated",
    "PORT_INVALID",
  ],
  [500, "failed to bind host port for 127.0.0.1:80: address already in use", "PORT_INVALID"],
  [400, "range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available", "LIMIT_INVALID"],
  [400, "Minimum memory limit allowed is 6MB", "LIMIT_INVALID"],
  [
    500,
    "failed to create task for container: OCI runtime create failed: runc create failed: error setting rlimit type 7: operation not permitted",
    "LIMIT_INVALID",
  ],
  [404, "network moat-x not found", "NETWORK_NOT_FOUND"],
  [500, "something nobody has seen before", "ENGINE_FAILED"],
];

describe("what the engine says", () => {
  it.each(RUNTIME)("maps %i %s to RUNTIME_REFUSED", (status, said) => {
    expect(mapEngineError(answer(status, said), context).code).toBe("RUNTIME_REFUSED");
  });

  it.each(OTHERS)("maps %i %s to %s", (status, said, code) => {
    expect(mapEngineError(answer(status, said), context).code).toBe(code);
  });

  it.each([...RUNTIME, ...OTHERS.map(([status, said]) => [status, said] as const)])(
    "makes one sentence of %i %s, and keeps the facts",
    (status, said) => {
      const error = mapEngineError(answer(status, said), context);
      expect(error.message).toBe(`Could not create the container c: ${said.replace(/\.$/, "")}.`);
      expect(error.details).toEqual({
        address: "unix:///run/d.sock",
        operation: "create the container c",
        statusCode: status,
        engineMessage: said,
      });
    },
  );

  it("takes a 404 for what the caller says it means", () => {
    const error = answer(404, "nothing here");
    expect(mapEngineError(error, { ...context, notFound: "VOLUME_NOT_FOUND" }).code).toBe("VOLUME_NOT_FOUND");
  });

  it("reads an answer that is plain text, on one line however many it had", () => {
    const error = Object.assign(new Error("(HTTP code 502) unexpected - <html>\n<b>Bad\r\n\tgateway</b>\n "), {
      statusCode: 502,
      json: "<html>",
    });
    expect(mapEngineError(error, context).message).toBe("Could not create the container c: <html> <b>Bad gateway</b>.");
  });

  it("prefers the clean text to the decorated one", () => {
    expect(engineMessage(answer(404, "No such image: a - b"))).toBe("No such image: a - b");
    expect(engineMessage(new Error("(HTTP code 500) server error - boom "))).toBe("boom");
    expect(engineMessage("thrown text")).toBe("thrown text");
  });
});

describe("what the connection says", () => {
  it.each([
    ["ENOENT", "there is no such socket"],
    ["ECONNREFUSED", "nothing listens there"],
    ["ECONNRESET", "connect ECONNRESET /run/d.sock"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "connect UNABLE_TO_VERIFY_LEAF_SIGNATURE /run/d.sock"],
  ])("maps %s to ENGINE_UNREACHABLE", (code, why) => {
    const cause = systemError(code);
    const error = mapEngineError(cause, context);
    expect(error).toMatchObject({
      code: "ENGINE_UNREACHABLE",
      message: `No Docker engine answers at unix:///run/d.sock: ${why}.`,
      cause,
    });
    expect(error.details["cause"]).toBe(code);
    expect(error.hint).toMatch(code.startsWith("UNABLE") ? /DOCKER_CERT_PATH/ : /^Start Docker/);
  });

  it.each(["EACCES", "EPERM"])("maps %s to ENGINE_PERMISSION_DENIED", (code) => {
    expect(mapEngineError(systemError(code), context)).toMatchObject({
      code: "ENGINE_PERMISSION_DENIED",
      message: "Permission denied on the Docker engine's socket unix:///run/d.sock.",
    });
  });

  it.each([
    ["tcp://b:2376", "DEPTH_ZERO_SELF_SIGNED_CERT", /DOCKER_CERT_PATH/],
    ["tcp://b:2375", "ECONNREFUSED", /DOCKER_TLS_VERIFY=1/],
    ["ssh://ada@b:22", "ESSH", /: ssh -p 22 ada@b docker version\n/],
  ])("helps with %s, %s", (address, code, hint) => {
    const error = mapEngineError(systemError(code), {
      ...context,
      address,
      foundBy: "the context lab (DOCKER_CONTEXT)",
    });
    expect(error.hint).toMatch(hint);
    expect(error.hint).toContain("This address comes from the context lab (DOCKER_CONTEXT).");
  });

  it("says that there is no ssh", () => {
    const error = systemError("ENOENT", "spawn ssh ENOENT");
    expect(mapEngineError(error, { ...context, address: "ssh://b" }).message).toMatch(
      /the program ssh was not found\.$/,
    );
  });

  it("keeps an error that is one of moat's already", () => {
    const error = new MoatError("ENGINE_TIMEOUT", "late");
    expect(mapEngineError(error, context)).toBe(error);
  });

  it("never lets anything else through", () => {
    for (const thrown of [undefined, null, "text", 7, {}]) {
      expect(mapEngineError(thrown, context)).toMatchObject({ code: "ENGINE_UNREACHABLE" });
    }
  });
});
