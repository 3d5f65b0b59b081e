import { describe, expect, it } from "vitest";
import { isRemote, parseEngineAddress } from "./engine-address.ts";

const invalid = (message: string) => expect.objectContaining({ code: "ENGINE_ADDRESS_INVALID", message });
const tls = { ca: "ca", cert: "", key: "", verify: true };
const parse = (url: string) => parseEngineAddress(url, "DOCKER_HOST").transport;

describe("parseEngineAddress", () => {
  it("takes an absolute unix socket, whatever characters its path has", () => {
    for (const socketPath of ["/var/run/docker.sock", "/tmp/a b/ü:x@y.sock", "/"]) {
      const url = `unix://${socketPath}`;
      expect(parseEngineAddress(url, "x")).toEqual({ url, foundBy: "x", transport: { kind: "unix", socketPath } });
    }
  });

  it("takes a path of 107 bytes and refuses one of 108, counted as bytes", () => {
    const longest = `/${"x".repeat(106)}`;
    expect(parse(`unix://${longest}`)).toEqual({ kind: "unix", socketPath: longest });
    for (const path of [`${longest}x`, `/${"ü".repeat(54)}`]) {
      expect(() => parse(`unix://${path}`)).toThrow(/is longer than a socket's path may be \(107 bytes\)\.$/);
    }
  });

  it.each([
    ["tcp://10.0.0.7", undefined, { host: "10.0.0.7", port: 2375 }],
    ["tcp://10.0.0.7", tls, { host: "10.0.0.7", port: 2376, tls }],
    ["tcp://build.example:7000", tls, { host: "build.example", port: 7000, tls }],
    ["tcp://[::1]:2375", undefined, { host: "::1", port: 2375 }],
    ["tcp://h:1/docker/", undefined, { host: "h", port: 1, basePath: "/docker" }],
  ])("takes %s, with docker's own ports (%#)", (url, material, expected) => {
    expect(parseEngineAddress(url, "x", material).transport).toEqual({
      kind: "tcp",
      basePath: "",
      tls: undefined,
      ...expected,
    });
  });

  it.each([
    ["ssh://build", ["--", "build"], ""],
    ["ssh://ada@build.example", ["-l", "ada", "--", "build.example"], ""],
    ["ssh://ada@build:2222/", ["-l", "ada", "-p", "2222", "--", "build"], ""],
    ["ssh://[fe80::1]", ["--", "fe80::1"], ""],
    ["ssh://build/run/user/1000/docker.sock", ["--", "build"], "/run/user/1000/docker.sock"],
  ])("takes %s", (url, destination, socketPath) => {
    expect(parse(url)).toEqual({ kind: "ssh", destination, socketPath });
  });

  it.each(["npipe", "http", "https", "fd"])("refuses %s:// by name", (scheme) => {
    const url = `${scheme}://host:2375`;
    expect(() => parse(url)).toThrow(
      invalid(`The engine address "${url}" (from DOCKER_HOST) uses ${scheme}://, which moat does not support.`),
    );
  });

  it.each(["/var/run/docker.sock", "localhost:2375", "unix:/var/run/docker.sock", " ", "docker.sock"])(
    "refuses %j, which has no scheme, and never guesses one",
    (url) => {
      expect(() => parse(url)).toThrow(/has no scheme such as unix:\/\/ or tcp:\/\/\.$/);
    },
  );

  it.each([
    ["unix://", "does not name an absolute path"],
    ["unix://docker.sock", "does not name an absolute path"],
    ["tcp://", "names no host"],
    ["tcp://h:99999", "cannot be understood"],
    ["tcp://h:1?x=1", "has more than a host, a port and a path"],
    ["ssh://ada:secret@build", "has a password, which ssh takes from nobody; use a key"],
    ["ssh://-oProxyCommand=touch", "has a name that begins with a dash"],
    ["ssh://h/%zz", "has a % that encodes nothing"],
    ["ssh://%zz@h", "has a % that encodes nothing"],
    ["ssh://-oX@build", "has a name that begins with a dash"],
  ])("refuses %s: it %s", (url, problem) => {
    expect(() => parse(url)).toThrow(invalid(`The engine address "${url}" (from DOCKER_HOST) ${problem}.`));
  });

  it("says what decided the address", () => {
    expect(() => parseEngineAddress("fd://", "the context lab (DOCKER_CONTEXT)")).toThrow(
      expect.objectContaining({ details: { address: "fd://", foundBy: "the context lab (DOCKER_CONTEXT)" } }),
    );
  });
});

it.each([
  ["unix:///d.sock", false],
  ["tcp://127.0.0.1:2375", true],
  ["ssh://localhost", true],
])("may %s be on another machine? %s", (url, remote) => {
  expect(isRemote(parseEngineAddress(url, "x"))).toBe(remote);
});
