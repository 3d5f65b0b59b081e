import { access, mkdir, readdir } from "node:fs/promises";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { docker, labelled, removeAll } from "./driver/engine.ts";
import { until } from "./driver/until.ts";

const SERVER =
  "use IO::Socket::INET; my $s = IO::Socket::INET->new(LocalPort => 8080, Listen => 5, ReuseAddr => 1) or die; " +
  'print STDERR "listening\\n"; while (my $c = $s->accept) { print $c "hello\\n"; close $c }';

describe("the life of a run", () => {
  it("--dry-run touches nothing and needs no engine", async () => {
    await using box = await Box.fresh();
    const env = { DOCKER_HOST: `unix://${box.directory}/none.sock` };
    const plan = await box.json(["run", "--dry-run", "-e", "A=b", "--", "true"], { env });
    expect(plan).toMatchObject({
      id: expect.stringMatching(/^run_[0-9a-f]{12}$/),
      workspace: box.workspace,
      sandbox: true,
      image: "debian:bookworm-slim",
      command: ["true"],
      env: { A: { value: null, origin: "flag" } },
      mounts: [{ source: box.workspace, target: "/workspace", readOnly: false, origin: "default" }],
      origins: { command: "flag", image: "default", sandbox: "default" },
    });
    const { stdout, stderr } = await box.moat(["run", "--dry-run", "--no-sandbox", "--", "true"], { env });
    expect(stdout.toString()).toMatch(/^sandbox +none/m);
    expect(stderr).toBe("");
    await expect(access(box.moatHome)).rejects.toThrow("ENOENT");
    expect(await readdir(box.home)).toEqual([]);
  });

  it("-d prints the id, or what it started as JSON", async () => {
    await using box = await Box.open();
    const started = await box.json(["run", "-d", "-n", "json", "--", "sleep", "60"]);
    expect(started).toEqual({
      id: expect.stringMatching(/^run_[0-9a-f]{12}$/),
      name: "json",
      containerId: expect.stringMatching(/^[0-9a-f]{64}$/),
      isolation: expect.objectContaining({ kind: "gvisor" }),
      ports: [],
    });
    expect((await box.moat(["stop", "-t", "0", "json"])).code).toBe(0);
  });

  it("--keep keeps the container, and says nothing on stdout", async () => {
    await using box = await Box.open();
    const { code, stdout } = await box.moat(["run", "--keep", "-n", "kept", "--", "sh", "-c", "echo mine; exit 3"]);
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 3, stdout: "mine\n" });
    await box.json(["list"]);
    const left = await box.leftovers();
    expect(left).toHaveLength(1);
    const [, id = ""] = left[0]?.split(" ") ?? [];
    expect(await docker(["inspect", "-f", "{{.State.Status}} {{.State.ExitCode}}", id])).toEqual(["exited 3"]);
    expect(await box.json(["list", "--all"])).toMatchObject([{ keep: true, state: { status: "exited", exitCode: 3 } }]);
    await removeAll(left);
  });

  it("publishes ports on the loopback only", async () => {
    await using box = await Box.open();
    await box.write("agent.yaml", "ports:\n  web: 8080\n");
    const started = await box.json(["run", "-d", "-n", "server", "--", "perl", "-e", SERVER]);
    expect(started).toMatchObject({ ports: [{ name: "web", containerPort: 8080, hostPort: expect.any(Number) }] });
    const port = portOf(started);
    await until("the server answers", async () => (await answer("127.0.0.1", port)) === "hello\n");
    const elsewhere = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address?.family === "IPv4" && !address.internal);
    expect(elsewhere.length).toBeGreaterThan(0);
    for (const address of elsewhere) expect(await answer(address?.address ?? "", port)).toBe("ECONNREFUSED");
    expect((await box.moat(["stop", "-t", "0", "server"])).code).toBe(0);
  });

  it("leaves nothing in the places for temporary files, nor in the home", async () => {
    await using box = await Box.open();
    const temporary = join(box.directory, "tmp");
    await mkdir(temporary);
    await box.moat(["run", "--", "true"], { env: { TMPDIR: temporary } });
    expect(await readdir(temporary)).toEqual([]);
    expect(await readdir(box.home)).toEqual([]);
    expect(await readdir(box.workspace)).toEqual([]);
  });

  it("everything of it in the engine has our labels", async () => {
    await using box = await Box.open();
    const id = (await box.moat(["run", "-d", "-n", "labelled", "--", "sleep", "60"])).stdout.toString().trim();
    const container = await labelled(`dev.moat.run=${id}`);
    expect(container).toHaveLength(1);
    expect(await box.leftovers()).toEqual(container);
    const format = '{{index .Config.Labels "dev.moat.name"}} {{.HostConfig.Runtime}} {{.HostConfig.AutoRemove}}';
    expect(await docker(["inspect", "-f", format, container[0]?.split(" ")[1] ?? ""])).toEqual([
      "labelled runsc false",
    ]);
    expect((await box.moat(["stop", "-t", "0", id])).code).toBe(0);
  });
});

function portOf(started: unknown): number {
  const match = /"hostPort":(\d+)/.exec(JSON.stringify(started));
  return Number(match?.[1]);
}

/** What is read from an address, or the code of the failure. */
async function answer(host: string, port: number): Promise<string> {
  const socket = connect({ host, port });
  try {
    return await text(socket);
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  } finally {
    socket.destroy();
  }
}
