import { MoatError } from "@moat/core";
import { createInMemoryRuntime } from "@moat/runtime-testkit";
import { describe, expect, it } from "vitest";
import { failure } from "../testing/sample-facts.ts";
import { type GatherOptions, gatherFacts } from "./gather-facts.ts";

const options: GatherOptions = {
  machine: { platform: "linux", arch: "x64", uid: 1000 },
  env: { DOCKER_HOST: "unix:///nonexistent/d.sock" },
  home: failure("HOME_UNUSABLE"),
  images: [],
  labels: {},
  openApple: () => Promise.reject(new MoatError("RUNTIME_UNAVAILABLE", "Not here.", { hint: "Install it." })),
};
const onMac = { machine: { ...options.machine, platform: "darwin" } };

describe("gatherFacts without an engine", () => {
  it("has what there is, and the reasons for the rest", async () => {
    expect(await gatherFacts(options)).toMatchObject({
      engine: { kind: "none", failure: { code: "ENGINE_UNREACHABLE" } },
      proof: { kind: "no-runtime" },
      apple: undefined,
      socket: undefined,
      disks: [],
      home: { failure: { code: "HOME_UNUSABLE" } },
    });
  });

  it("asks for Apple's container on a Mac only, and lets go of it", async () => {
    expect(await gatherFacts({ ...options, ...onMac })).toMatchObject({
      apple: { kind: "none", failure: { code: "RUNTIME_UNAVAILABLE", hint: "Install it.", causeCode: "" } },
    });
    const runtime = createInMemoryRuntime();
    const { apple } = await gatherFacts({ ...options, ...onMac, openApple: () => Promise.resolve(runtime) });
    expect(apple).toEqual({ kind: "found", version: (await runtime.ping()).version });
  });

  it("is no place to hide a bug, or the caller's wish to stop", async () => {
    const bug = Promise.reject(new TypeError("bug"));
    await expect(gatherFacts({ ...options, ...onMac, openApple: () => bug })).rejects.toThrow("bug");
    const canceled = Promise.reject(new MoatError("CANCELED", "Canceled."));
    await expect(gatherFacts({ ...options, ...onMac, openApple: () => canceled })).rejects.toThrow("Canceled.");
  });

  it("finds a home that other errors keep from being read", async () => {
    const home = {
      path: "/nonexistent/moat",
      unreadable: () => Promise.reject(new MoatError("HOME_UNUSABLE", "No.")),
      leftovers: () => Promise.reject(new MoatError("HOME_UNUSABLE", "No.")),
    };
    expect(await gatherFacts({ ...options, home })).toMatchObject({
      home: { failure: undefined, directory: { kind: "missing", path: "/nonexistent/moat" }, unreadable: [] },
      disks: [{ of: "home", path: "/nonexistent/moat" }],
    });
  });
});
