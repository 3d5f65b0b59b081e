import { describe, expect, it } from "vitest";
import { parseEngineAddress, resolveEngineAddress } from "./engine-address.ts";

const invalid = (message: string) => expect.objectContaining({ code: "ENGINE_ADDRESS_INVALID", message });

describe("parseEngineAddress", () => {
  it("takes an absolute unix socket, whatever characters its path has", () => {
    for (const socketPath of ["/var/run/docker.sock", "/tmp/a b/ü:x@y.sock", "/"]) {
      const url = `unix://${socketPath}`;
      expect(parseEngineAddress(url, "caller")).toEqual({ url, socketPath, source: "caller" });
    }
  });

  it.each(["tcp", "ssh", "npipe", "http", "https", "fd"])("refuses %s:// by name", (scheme) => {
    const url = `${scheme}://host:2375`;
    expect(() => parseEngineAddress(url, "DOCKER_HOST")).toThrow(
      invalid(`The engine address "${url}" uses ${scheme}://, which this version of moat does not support.`),
    );
  });

  it.each(["/var/run/docker.sock", "localhost:2375", "unix:/var/run/docker.sock", " ", "docker.sock"])(
    "refuses %j, which has no scheme, and never guesses one",
    (url) => {
      expect(() => parseEngineAddress(url, "DOCKER_HOST")).toThrow(
        invalid(`The engine address "${url}" has no scheme such as unix://.`),
      );
    },
  );

  it.each(["unix://", "unix://docker.sock", "unix://./docker.sock"])("refuses the relative path of %s", (url) => {
    expect(() => parseEngineAddress(url, "DOCKER_HOST")).toThrow(
      invalid(`The engine address "${url}" does not name an absolute path.`),
    );
  });

  it("takes a path of 107 bytes and refuses one of 108, counted as bytes", () => {
    const longest = `/${"x".repeat(106)}`;
    expect(parseEngineAddress(`unix://${longest}`, "caller").socketPath).toBe(longest);
    for (const path of [`${longest}x`, `/${"ü".repeat(54)}`]) {
      expect(() => parseEngineAddress(`unix://${path}`, "caller")).toThrow(
        invalid(`The engine address "unix://${path}" is longer than a socket's path may be (107 bytes).`),
      );
    }
  });

  it("says what decided the address, and how to set another", () => {
    expect(() => parseEngineAddress("tcp://h:1", "DOCKER_HOST")).toThrow(
      expect.objectContaining({
        hint: "Set DOCKER_HOST to a local socket, for instance unix:///var/run/docker.sock, or unset it.",
        details: { address: "tcp://h:1", source: "DOCKER_HOST" },
      }),
    );
  });
});

describe("resolveEngineAddress", () => {
  it.each([[{}], [{ DOCKER_HOST: "" }], [{ DOCKER_HOST: undefined }]])("uses the default socket for %j", (env) => {
    expect(resolveEngineAddress(env)).toEqual({
      url: "unix:///var/run/docker.sock",
      socketPath: "/var/run/docker.sock",
      source: "default",
    });
  });

  it("uses DOCKER_HOST where it says something", () => {
    expect(resolveEngineAddress({ DOCKER_HOST: "unix:///tmp/d.sock" })).toMatchObject({
      socketPath: "/tmp/d.sock",
      source: "DOCKER_HOST",
    });
    expect(() => resolveEngineAddress({ DOCKER_HOST: "tcp://127.0.0.1:2375" })).toThrow(/uses tcp:\/\//);
  });
});
