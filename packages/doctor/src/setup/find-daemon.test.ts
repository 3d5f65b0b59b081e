import { describe, expect, it } from "vitest";
import { listensOn, optionOf } from "./find-daemon.ts";

const DEFAULT = "/var/run/docker.sock";

describe("listensOn", () => {
  it.each([
    [["dockerd"], DEFAULT],
    [["dockerd", "-H", "fd://", "--containerd=/run/containerd/containerd.sock"], "/run/docker.sock"],
    [["dockerd", "-H", "unix:///x.sock", "-H", "unix:///y.sock"], "/y.sock"],
    [["dockerd", "--host=unix:///x.sock"], "/x.sock"],
    [["dockerd", "-H=unix:///x.sock"], "/x.sock"],
  ])("%j listens on %s", (argv, socket) => {
    expect(listensOn(argv, socket)).toBe(true);
  });

  it.each([
    [["dockerd"], "/x.sock"],
    [["dockerd", "-H", "unix:///x.sock"], DEFAULT],
    [["dockerd", "-H", "tcp://0.0.0.0:2375"], DEFAULT],
  ])("%j does not listen on %s", (argv, socket) => {
    expect(listensOn(argv, socket)).toBe(false);
  });
});

describe("optionOf", () => {
  it("reads both forms", () => {
    expect(optionOf(["dockerd", "--config-file", "/a"], "--config-file")).toBe("/a");
    expect(optionOf(["dockerd", "--config-file=/b"], "--config-file")).toBe("/b");
    expect(optionOf(["dockerd"], "--config-file")).toBeUndefined();
  });
});
