import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { release } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asRoot } from "./driver/as-root.ts";
import { Box } from "./driver/box.ts";
import { engineHost, engineVariable } from "./driver/engine.ts";
import { refusal } from "./driver/refusal.ts";

type Env = Readonly<Record<string, string>>;

/** The same engine, as another machine's would be reached. */
const overTls = (): Env => ({
  DOCKER_HOST: engineVariable("MOAT_TEST_TLS_HOST"),
  DOCKER_TLS_VERIFY: "1",
  DOCKER_CERT_PATH: engineVariable("MOAT_TEST_TLS_CERTS"),
});
const overSsh = (box: Box): Env => ({
  DOCKER_HOST: engineVariable("MOAT_TEST_SSH_HOST"),
  PATH: `${engineVariable("MOAT_TEST_SSH_BIN")}:${box.env["PATH"] ?? ""}`,
});

describe.each<[string, (box: Box) => Env]>([
  ["TLS", overTls],
  ["ssh", overSsh],
])("an engine over %s", (_way, way) => {
  it("runs things, proved, with the workspace, both streams, input and the exit code", async () => {
    await using box = await Box.fresh();
    const env = way(box);
    const script = "uname -r; cat; echo err >&2; echo made > made; exit 7";
    const { code, stdout, stderr } = await box.moat(["run", "--", "sh", "-c", script], { env, input: "hello\n" });
    const [kernel, ...rest] = stdout.toString().split("\n");
    expect({ code, rest, stderr }).toEqual({ code: 7, rest: ["hello", ""], stderr: "err\n" });
    expect(kernel).not.toBe(release());
    expect(await readFile(join(box.workspace, "made"), "utf8")).toBe("made\n");
    expect(await box.json(["list", "--all"], { env })).toMatchObject([
      { engineAddress: env["DOCKER_HOST"], isolation: { kind: "gvisor", proof: { source: "fresh" } } },
    ]);
    expect(await box.json(["status"], { env })).toMatchObject({
      engine: { address: env["DOCKER_HOST"], foundBy: "DOCKER_HOST" },
      proof: { source: "cached" },
    });
    expect(await asRoot("ls", "-A", box.workspace)).toBe("made\n");
  });

  it.for([
    [".", "there is another one than here"],
    ["only-here", "is not there"],
  ])("does not mount the workspace %s, which %s", async ([path = "", problem = ""]) => {
    await using box = await Box.fresh();
    // What is seen here only: a file system that the engine, in its own mount namespace, does not have.
    const inside = 'mount -t tmpfs none "$1"; cd "$1"; mkdir only-here; shift; exec "$@"';
    const isolated = ["unshare", "--mount", "--propagation", "private", "sh", "-ec", inside, "sh", box.workspace];
    const [program = "", ...args] = [...(process.geteuid?.() === 0 ? [] : ["sudo", "-nE"]), ...isolated];
    const ended = await box.startProgram(program, [...args, box.program, "run", path, "--", "true"], { env: way(box) })
      .ended;
    expect({ code: ended.code, stderr: ended.stderr }).toEqual({
      code: 125,
      stderr: expect.stringContaining(
        `may be on another machine, and ${join(box.workspace, path)} ${problem}.\n  Run moat`,
      ),
    });
    expect(await asRoot("ls", "-A", box.workspace)).toBe("");
    expect(await box.leftovers()).toEqual([]);
  });

  it("says whose ports they are", async () => {
    await using box = await Box.fresh();
    await box.write("agent.yaml", "ports:\n  web: 3000\n");
    const { stderr } = await box.moat(["run", "--", "true"], { env: way(box) });
    expect(stderr).toMatch(/^moat: warning: ports are published on 127\.0\.0\.1 of the engine's machine/m);
  });
});

describe("an engine that cannot be reached", () => {
  it.for<[string, (box: Box) => Env, string, RegExp]>([
    [
      "over TLS without an authority",
      () => ({ ...overTls(), DOCKER_CERT_PATH: "/nonexistent" }),
      "ENGINE_ADDRESS_INVALID",
      /DOCKER_CERT_PATH/,
    ],
    [
      "over TLS as if it were plain",
      () => ({ DOCKER_HOST: engineVariable("MOAT_TEST_TLS_HOST") }),
      "ENGINE_FAILED",
      /DOCKER_TLS_VERIFY=1/,
    ],
    [
      "over TLS, nobody there",
      () => ({ ...overTls(), DOCKER_HOST: "tcp://127.0.0.1:1" }),
      "ENGINE_UNREACHABLE",
      /nothing listens there/,
    ],
    [
      "over ssh, no such host",
      (box) => ({ ...overSsh(box), DOCKER_HOST: "ssh://nosuch.invalid" }),
      "ENGINE_UNREACHABLE",
      /ssh nosuch\.invalid docker version/,
    ],
    [
      "over ssh, without ssh",
      (box) => ({ ...overSsh(box), PATH: join(box.directory, "bin") }),
      "ENGINE_UNREACHABLE",
      /ssh was not found/,
    ],
  ])("%s", async ([, way, code, text]) => {
    await using box = await Box.fresh();
    await mkdir(join(box.directory, "bin"));
    await asRoot("ln", "-s", process.execPath, join(box.directory, "bin", "node"));
    const refused = await refusal(box, ["--", "true"], { env: way(box) });
    expect(refused).toMatchObject({ code, text: expect.stringMatching(text) });
  });
});

describe("docker's contexts", () => {
  it("the current one is used, DOCKER_CONTEXT goes before it, and DOCKER_HOST before both", async () => {
    await using box = await Box.fresh();
    await context(box, "lab", engineHost());
    await context(box, "gone", `unix://${box.directory}/gone.sock`);
    await writeFile(join(box.home, ".docker/config.json"), '{"currentContext":"lab"}');
    const status = (env: Readonly<Record<string, string | undefined>>) => box.moat(["status", "--json"], { env });
    const none = { DOCKER_HOST: undefined };
    expect(JSON.parse((await status(none)).stdout.toString())).toMatchObject({
      engine: { address: engineHost(), foundBy: "the context lab (docker's current context)" },
    });
    expect((await status({ ...none, DOCKER_CONTEXT: "gone" })).code).toBe(1);
    expect((await status({ DOCKER_CONTEXT: "gone" })).code).toBe(0);
    const { text, code } = await refusal(box, ["--", "true"], { env: { ...none, DOCKER_CONTEXT: "nosuch" } });
    expect({ code, text }).toEqual({
      code: "ENGINE_ADDRESS_INVALID",
      text: "moat: The Docker context nosuch does not exist.\n  List those that do: docker context ls\n",
    });
  });

  it("the socket of one cannot be mounted either", async () => {
    await using box = await Box.fresh();
    await context(box, "lab", engineHost());
    const env = { DOCKER_HOST: undefined, DOCKER_CONTEXT: "lab" };
    const { stderr } = await box.moat(["run", "-m", `${engineVariable("MOAT_TEST_ENGINE_DIR")}:/e`, "--", "true"], {
      env,
    });
    expect(stderr).toMatch(/cannot be mounted: it holds the engine's socket/);
  });
});

async function context(box: Box, name: string, host: string): Promise<void> {
  const directory = join(box.home, ".docker/contexts/meta", createHash("sha256").update(name).digest("hex"));
  await mkdir(directory, { recursive: true });
  await writeFile(
    join(directory, "meta.json"),
    JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker: { Host: host } } }),
  );
}
