import { type ContainerSpec, containerSpec } from "@moat/core";
import { describe, expect, it } from "vitest";
import { readFacts, readLabels } from "../state/labels.ts";
import { containerArguments } from "./container-arguments.ts";

const facts = {
  name: "c",
  image: "i",
  createdAt: "2026-01-02T03:04:05.000Z",
  stdin: false,
  terminalSize: { columns: 0, rows: 0 },
  logBytes: 0,
};

function write(given: Partial<ContainerSpec>, more: Partial<Parameters<typeof containerArguments>[1]> = {}) {
  const spec = containerSpec({ name: "c1", image: "alpine:3", ...given });
  return containerArguments(spec, {
    facts,
    files: [],
    ports: spec.ports,
    defaultMemoryBytes: 4096 * 1024 ** 2,
    ...more,
  });
}

/** All but what every call has. */
function options(given: Partial<ContainerSpec>): readonly string[] {
  const always = new Set(["create", "--name=c1", "--init", "--memory=4096M", "--cap-drop=ALL", "alpine:3"]);
  return write(given).args.filter((arg) => !always.has(arg) && !arg.startsWith("--label=dev.moat.apple="));
}

describe("the call that makes a container", () => {
  it("has an init, no capabilities, and more memory than Apple's default", () => {
    expect(write({}).args.filter((arg) => !arg.startsWith("--label="))).toEqual([
      "create",
      "--name=c1",
      "--init",
      "--memory=4096M",
      "--cap-drop=ALL",
      "alpine:3",
    ]);
  });

  it.each<[string, Partial<ContainerSpec>, readonly string[]]>([
    ["a command, after the image and unchanged", { command: ["-x", "--", "a b"] }, ["-x", "--", "a b"]],
    ["a terminal", { tty: true, stdin: true }, ["--tty"]],
    ["a directory and a user", { workingDir: "/w", user: "501:20" }, ["--workdir=/w", "--user=501:20"]],
    ["whole processors", { limits: { memoryBytes: 0, cpus: 1.5, pids: 0, logBytes: 0 } }, ["--cpus=2"]],
    [
      "a limit on processes",
      { limits: { memoryBytes: 0, cpus: 0, pids: 4096, logBytes: 0 } },
      ["--ulimit=nproc=4096:4096"],
    ],
    [
      "kernel limits, the container's own before that on processes",
      {
        ulimits: [
          { name: "nproc", soft: 9, hard: 9 },
          { name: "nofile", soft: 1, hard: 2 },
        ],
        limits: { memoryBytes: 0, cpus: 0, pids: 4096, logBytes: 0 },
      },
      ["--ulimit=nproc=9:9", "--ulimit=nofile=1:2"],
    ],
    ["name servers", { dns: ["192.0.2.1", "2001:db8::1"] }, ["--dns=192.0.2.1", "--dns=2001:db8::1"]],
    ["capabilities", { addedCapabilities: ["CHOWN"] }, ["--cap-add=CHOWN"]],
    ["a port of the loopback", { ports: [{ containerPort: 80, hostPort: 8080 }] }, ["--publish=127.0.0.1:8080:80/tcp"]],
    ["no network", { network: "none" }, ["--network=none"]],
    ["a network by name", { network: "net" }, ["--network=net"]],
    [
      "a memory file system",
      { tmpfs: [{ target: "/tmp", mode: 0o1777 }] },
      ["--mount=type=tmpfs,destination=/tmp,mode=1777"],
    ],
    [
      "mounts, the outer ones first",
      {
        mounts: [
          { source: "/a", target: "/w/in", readOnly: true },
          { source: "/b,=", target: "/w", readOnly: false },
        ],
      },
      ["--volume=/b,=:/w", "--volume=/a:/w/in:ro"],
    ],
    [
      "a mount with a colon",
      { mounts: [{ source: "/a:b", target: "/w", readOnly: true }] },
      ["--mount=type=bind,source=/a:b,target=/w,readonly"],
    ],
  ])("%s", (_, given, expected) => {
    expect(options(given)).toEqual(expected);
  });

  it.each<[string, number, string]>([
    ["what is asked for", 512 * 1024 ** 2, "--memory=512M"],
    ["Apple's least", 64 * 1024 ** 2, "--memory=200M"],
    ["whole mebibytes", 512 * 1024 ** 2 + 1, "--memory=513M"],
  ])("gives memory: %s", (_, memoryBytes, expected) => {
    expect(write({ limits: { memoryBytes, cpus: 0, pids: 0, logBytes: 0 } }).args).toContain(expected);
  });

  it("keeps values off the command line, but those that would change the program itself", () => {
    const { args, env } = write({
      env: { TOKEN: "s3cret", EMPTY: "", LINES: "a\nb", PATH: "/bin", CONTAINER_X: "1", HOME: "/h" },
    });
    expect(args.join(" ")).not.toContain("s3cret");
    expect(args.filter((arg) => arg.startsWith("--env="))).toEqual([
      "--env=TOKEN",
      "--env=EMPTY",
      "--env=LINES",
      "--env=PATH=/bin",
      "--env=CONTAINER_X=1",
      "--env=HOME=/h",
    ]);
    expect(env).toEqual({ TOKEN: "s3cret", EMPTY: "", LINES: "a\nb" });
  });

  it("mounts copies of the spec's files", () => {
    const files = [{ source: "/state/f/0", target: "/etc/passwd", readOnly: false }];
    expect(write({}, { files }).args).toContain("--volume=/state/f/0:/etc/passwd");
  });

  it.each([
    ["a mount", { mounts: [{ source: "/a:b,c", target: "/w", readOnly: false }] }],
    ["a memory file system", { tmpfs: [{ target: "/a,b", mode: 0o700 }] }],
  ])("refuses a path that no option can carry: %s", (_, given) => {
    expect(() => write(given)).toThrow(expect.objectContaining({ code: "MOUNT_INVALID" }));
  });

  it("carries any label there and back, and moat's own facts", () => {
    const labels = { plain: "x", equals: "a=b", empty: "", "räd/key": "ünï, code", tricky: "moat-base64url.x" };
    const raw = Object.fromEntries(
      write({ labels }).args.flatMap((arg) => {
        const [, key, ...value] = /^--label=([^=]+)=(.*)$/s.exec(arg) ?? [];
        if (key === undefined) return [];
        // The program splits at every `=`: a second one would be an error.
        expect(value.join("")).not.toContain("=");
        return [[key, value.join("")]];
      }),
    );
    expect(readLabels(raw)).toEqual(labels);
    expect(readFacts(raw)).toEqual(facts);
  });
});
