import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { main as sourceOfMain } from "./main.ts";

// The built program, as the package has it (`pnpm test` builds it first), loaded past the test runner, which would load
// some of its modules twice.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- It is built from that file.
const { main } = createRequire(import.meta.url)("../dist/main.cjs") as { main: typeof sourceOfMain };

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "moat-main-"));
});
afterAll(() => rm(directory, { recursive: true }));

let out = "";
let err = "";
beforeEach(() => {
  out = "";
  err = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    err += String(text);
    return true;
  });
  vi.stubEnv("MOAT_HOME", join(directory, "home"));
  vi.stubEnv("DOCKER_HOST", "unix:///nonexistent/docker.sock");
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

describe("main", () => {
  it("prints the version and ends with 0", async () => {
    expect(await main(["version"])).toBe(0);
    expect(out).toMatch(/^moat \d+\.\d+\.\d+\n$/);
    expect(err).toBe("");
  });

  it("prints JSON where it is asked for", async () => {
    expect(await main(["version", "--json"])).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ version: expect.any(String), node: process.version });
  });

  it.each([
    [["version", "--no-such"], 2],
    [["inspect"], 2],
    [["logs", "a", "b"], 2],
    [["list", "--all=yes"], 2],
    [["no-such-command"], 2],
    [["run", "--no-such"], 125],
    [["run", "--no-sandbox=false", "--", "true"], 125],
    [["run", "-d=1"], 125],
    [["run", "-vd=1"], 125],
    [["run", "--", ""], 125],
    [["config", "shwo"], 2],
    [["config", "--origin", "show"], 2],
    [["config", "show", "--origin=yes"], 2],
    [["config", "validate", "--nope"], 2],
  ])("answers wrong usage %j with %i and one sentence", async (argv, code) => {
    expect(await main(argv)).toBe(code);
    expect(out).toBe("");
    expect(err).toMatch(/^moat: [^\n]+\.\n( {2}[^\n]+\n)*$/);
  });

  it("refuses JSON where stdout is the command's", async () => {
    expect(await main(["run", "--json", "--", "true"])).toBe(125);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "USAGE" } });
  });

  it("answers any other failure with 1, and those of run with 125", async () => {
    expect(await main(["logs", "nobody"])).toBe(1);
    expect(err).toMatch(/^moat: [^\n]*nobody[^\n]*\.\n/);
    err = "";
    expect(await main(["run", "/nonexistent/workspace", "--", "true"])).toBe(125);
    expect(err).toMatch(/^moat: [^\n]*\/nonexistent\/workspace/);
    err = "";
    expect(await main(["run", directory, "--", "true"])).toBe(125);
    expect(err).toMatch(/^moat: [^\n]*unix:\/\/\/nonexistent\/docker\.sock/);
  });

  it("prints an error as JSON on stdout where JSON was asked for", async () => {
    expect(await main(["logs", "--json", "nobody"])).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "RUN_NOT_FOUND", kind: "not-found" } });
    expect(err).toBe("");
  });

  it("does not take the command's words for its own", async () => {
    expect(await main(["run", "/nonexistent/workspace", "--", "--json", "--verbose", "-v"])).toBe(125);
    expect(out).toBe("");
    expect(err).not.toMatch(/^ {4}at /m);
  });

  it("shows a stack only to who asks for it", async () => {
    await main(["logs", "nobody"]);
    expect(err).not.toMatch(/^ {4}at /m);
    await main(["logs", "--verbose", "nobody"]);
    expect(err).toMatch(/^ {4}at /m);
  });

  it("takes a missing engine for an answer of status, which ends with 1", async () => {
    expect(await main(["status", "--json"])).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ engine: null, gvisor: false, problem: { code: "ENGINE_UNREACHABLE" } });
  });

  it("answers two-word commands, and names them in its hints", async () => {
    expect(await main(["config", "show", directory, "--json"])).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ base_image: "debian:bookworm-slim", sandbox: "default" });
    out = "";
    expect(await main(["config", "schema"])).toBe(0);
    expect(JSON.parse(out)).toHaveProperty("properties.container");
    expect(await main(["config", "validate", directory])).toBe(1);
    expect(err).toContain("There is no agent.yaml in");
    await main(["config", "show", "--nope"]);
    expect(err).toContain("See moat config show --help");
  });

  it("names what keeps init and validate from their work by its code", async () => {
    const workspace = await mkdtemp(join(directory, "workspace-"));
    const codeOf = async (...argv: readonly string[]) => {
      out = "";
      expect(await main([...argv, "--json"])).toBe(1);
      return JSON.parse(out).error.code;
    };
    expect(await codeOf("config", "validate", workspace)).toBe("CONFIG_NOT_FOUND");
    expect(await main(["init", workspace])).toBe(0);
    expect(await codeOf("init", workspace)).toBe("CONFIG_EXISTS");
  });

  it("fails when what it prints cannot be written", async () => {
    vi.spyOn(process.stdout, "write").mockImplementationOnce(() => {
      process.stdout.emit("error", Object.assign(new Error("no space left"), { code: "ENOSPC" }));
      return false;
    });
    expect(await main(["version", "--json"])).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      error: { code: "OUTPUT_FAILED", message: expect.stringContaining("no space left") },
    });
  });

  it("plans without an engine", async () => {
    expect(await main(["run", directory, "--dry-run", "--json", "--", "sh", "--json", ""])).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ command: ["sh", "--json", ""], sandbox: true });
  });

  it("returns once stderr has taken what was written, however slow its reader is", async () => {
    const waiting: (() => void)[] = [];
    const slow = new Writable({ write: (_chunk, _encoding, done) => void waiting.push(done) });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- What is used of it is a stream's.
    vi.spyOn(process, "stderr", "get").mockReturnValue(slow as NodeJS.WriteStream & { fd: 2 });
    const answer = main(["no-such-command"]);
    await vi.waitUntil(() => waiting.length > 0);
    expect(await Promise.race([answer, setTimeout(50, "waits")])).toBe("waits");
    const taking = setInterval(() => waiting.shift()?.(), 1);
    expect(await answer).toBe(2);
    clearInterval(taking);
    expect(slow.writableLength).toBe(0);
  });
});
