import type { EngineExamination, OciRuntimeEntry } from "@moat/docker-runtime";
import type { Facts, Failure } from "../findings/facts.ts";

/** The table's entry of gVisor on a machine where all is well. */
export const RUNSC: OciRuntimeEntry = { path: "/usr/bin/runsc", runtimeArgs: [], runtimeType: "", features: "" };

/** An engine where all is well. */
export function sampleEngine(given: Partial<EngineExamination> = {}): EngineExamination {
  return {
    id: "e",
    address: "unix:///var/run/docker.sock",
    foundBy: "the usual sockets",
    version: "28.5.2",
    kernel: "6.1.0",
    rootless: false,
    runtimes: { runc: { ...RUNSC, path: "runc" }, runsc: RUNSC },
    defaultRuntime: "runc",
    hostName: "here",
    isPodman: false,
    apiVersion: "1.51",
    isOnThisMachine: true,
    socketPath: "/var/run/docker.sock",
    operatingSystem: "Debian GNU/Linux 12 (bookworm)",
    cgroupVersion: "2",
    cgroupDriver: "cgroupfs",
    dataDirectory: "/var/lib/docker",
    securityOptions: ["name=seccomp,profile=builtin"],
    findings: [
      { name: "runsc", isCandidate: true, reason: "is named runsc" },
      { name: "runc", isCandidate: false, reason: "has nothing of gVisor" },
    ],
    runtime: "runsc",
    ...given,
  };
}

/** The facts of a machine where all is well. */
export function sampleFacts(given: Partial<Facts> = {}): Facts {
  const space = { freeBytes: 50 * 1024 ** 3, freeInodes: 900_000, inodes: 1_000_000 };
  const own = { kind: "present", isDirectory: true, isWritable: true, uid: 1000, gid: 1000, mode: 0o700 } as const;
  return {
    machine: {
      platform: "linux",
      arch: "x64",
      kernel: "6.1.0",
      uid: 1000,
      hasKvm: false,
      hasDocker: true,
      hasApt: true,
      maxUserNamespaces: 100_000,
    },
    engine: { kind: "found", engine: sampleEngine() },
    socket: { ...own, path: "/var/run/docker.sock", isDirectory: false, uid: 0, gid: 998, mode: 0o660 },
    program: { path: "/usr/bin/runsc", state: "runs", output: "runsc version release-20260714.0\nspec: 1.2.1\n" },
    proof: {
      kind: "proved",
      image: "debian:bookworm-slim",
      proof: {
        method: "annotation+guest",
        provedAt: "2026-01-01T00:00:00Z",
        source: "fresh",
        guestKernel: "4.19.0-gvisor",
      },
    },
    apple: undefined,
    disks: [
      { of: "home", path: "/home/ada/.moat", space },
      { of: "engine", path: "/var/lib/docker", space },
    ],
    home: {
      failure: undefined,
      directory: { ...own, path: "/home/ada/.moat" },
      unreadable: [],
      leftovers: { containers: 0, networks: 0, volumes: 0, left: [] },
    },
    leaks: { kind: "looked", leaked: [] },
    ...given,
  };
}

/** A failure with this code. */
export function failure(code: string, given: Partial<Failure> = {}): Failure {
  return { code, causeCode: "", message: `It failed with ${code}.`, hint: "Do this.\nTried:\n  that", ...given };
}

/** The facts when the engine is another one. */
export function withEngine(given: Partial<EngineExamination>, more: Partial<Facts> = {}): Facts {
  return sampleFacts({ engine: { kind: "found", engine: sampleEngine(given) }, ...more });
}

/** The facts when gVisor is registered with these arguments. */
export function withArgs(runtimeArgs: readonly string[], more: Partial<Facts> = {}): Facts {
  return withEngine({ runtimes: { runsc: { ...RUNSC, runtimeArgs } } }, more);
}
