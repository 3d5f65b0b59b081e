import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { engineHost } from "./driver/engine.ts";

describe("list, stop, status and version", () => {
  it("list --json has the whole record, newest first", async () => {
    await using box = await Box.open();
    await box.moat(["run", "-n", "first", "-e", "SECRET=s3cret", "--", "true"]);
    const id = (await box.moat(["run", "-d", "-n", "second", "--", "sleep", "60"])).stdout.toString().trim();
    const all = await box.json(["list", "--all"]);
    expect(all).toMatchObject([{ name: "second" }, { name: "first" }]);
    expect(JSON.stringify(all)).not.toContain("s3cret");
    expect(await box.json(["list"])).toEqual([
      {
        id,
        name: "second",
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        agent: "",
        agentVersion: "",
        workspace: box.workspace,
        command: ["sleep", "60"],
        image: "debian:bookworm-slim",
        imageId: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        runtime: "docker",
        engineId: expect.stringMatching(/\S/),
        engineAddress: engineHost(),
        engineFoundBy: expect.stringContaining("DOCKER_HOST"),
        isolation: expect.objectContaining({ kind: "gvisor" }),
        sandbox: true,
        keep: false,
        interactive: false,
        detach: true,
        mounts: [{ source: box.workspace, target: "/workspace", readOnly: false }],
        // And where to find the machine's own certificate authorities, if it has any.
        env: expect.arrayContaining(["MOAT_RUN_ID", "MOAT_RUN_NAME"]),
        ports: [],
        logBytes: 1024 ** 3,
        droppedBytes: 0,
        user: expect.objectContaining({ uid: process.geteuid?.(), gid: process.getegid?.() }),
        containerId: expect.stringMatching(/^[0-9a-f]{64}$/),
        createdAt: expect.stringMatching(/^20.*Z$/),
        startedAt: expect.stringMatching(/^20.*Z$/),
        finishedAt: "",
        state: { status: "running" },
      },
    ]);
    expect((await box.moat(["stop", "-t", "0", id])).code).toBe(0);
  });

  it("list for people, and ls", async () => {
    await using box = await Box.open();
    await box.moat(["run", "-d", "-n", "visible", "--", "sleep", "60"]);
    const { stdout } = await box.moat(["ls"]);
    expect(stdout.toString()).toMatch(
      /^NAME +ID +STATE +AGE +ISOLATION +COMMAND\nvisible +run_\S+ +running +\d+s +gvisor +sleep 60\n$/,
    );
    expect((await box.moat(["stop", "-t", "0", "visible"])).stdout.toString()).toBe("visible\n");
    expect((await box.moat(["list"])).stdout.toString()).toMatch(/^NAME[^\n]*\n$/);
  });

  it("stop: live, ended, unknown, and several at once", async () => {
    await using box = await Box.open();
    for (const name of ["a", "b"]) await box.moat(["run", "-d", "-n", name, "--", "sleep", "60"]);
    await box.moat(["run", "-n", "over", "--", "true"]);
    const { code, stdout, stderr } = await box.moat(["stop", "a", "over", "nobody", "b", "--json"]);
    expect([code, stderr]).toEqual([1, ""]);
    expect(JSON.parse(stdout.toString())).toMatchObject([
      { reference: "a", wasLive: true, run: { state: { status: "exited", exitCode: 143, signal: "SIGTERM" } } },
      { reference: "over", wasLive: false, run: { state: { status: "exited", exitCode: 0 } } },
      { reference: "nobody", error: { code: "RUN_NOT_FOUND", message: expect.stringContaining("nobody") } },
      { reference: "b", wasLive: true },
    ]);
    expect(await box.leftovers()).toEqual([]);
    expect((await box.moat(["stop", "over"])).stdout.toString()).toBe("over had ended before\n");
    expect((await box.moat(["stop", "nobody"])).stderr).toContain("There is no run nobody.");
  });

  it("stop gives a grace, and then ends it by force", async () => {
    await using box = await Box.open();
    const deaf = ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"];
    const run = box.start(["run", "-n", "deaf", "--", ...deaf]);
    await run.says("ready");
    const stopped = await box.json(["stop", "--time", "1", "deaf"]);
    expect(stopped).toMatchObject([{ wasLive: true, run: { state: { exitCode: 137, signal: "SIGKILL" } } }]);
    expect((await run.ended).code).toBe(137);
  });

  it("a run is found by its id, a prefix of it, or its name", async () => {
    await using box = await Box.open();
    const id = (await box.moat(["run", "-d", "-n", "findable", "--", "echo", "found"])).stdout.toString().trim();
    for (const reference of [id, id.slice(0, 10), id.slice(4), "findable"])
      expect((await box.moat(["logs", "--follow", reference])).stdout.toString()).toBe("found\n");
  });

  it("status says which engine, and whether it has gVisor", async () => {
    await using box = await Box.fresh();
    expect(await box.json(["status"])).toMatchObject({
      version: expect.stringMatching(/^\d/),
      home: box.moatHome,
      runtime: "docker",
      gvisor: true,
      liveRuns: 0,
      problem: null,
      engine: { address: engineHost(), version: expect.stringMatching(/^\d/), rootless: false },
    });
    const env = { DOCKER_HOST: `unix://${box.directory}/none.sock` };
    const { code, stdout } = await box.moat(["status", "--json"], { env });
    expect(code).toBe(1);
    expect(JSON.parse(stdout.toString())).toMatchObject({ engine: null, problem: { code: "ENGINE_UNREACHABLE" } });
  });

  it("version and help need nothing", async () => {
    await using box = await Box.fresh();
    const env = { DOCKER_HOST: `unix://${box.directory}/none.sock` };
    const version: unknown = await box.json(["version"], { env });
    expect(version).toEqual({
      version: expect.any(String),
      node: process.version,
      platform: "linux",
      arch: process.arch,
    });
    expect((await box.moat(["version"], { env })).stdout.toString()).toMatch(/^moat \d+\.\d+\.\d+\n$/);
    const help = await box.moat(["run", "--help"], { env });
    expect(help.code).toBe(0);
    for (const flag of ["--grant", "--env", "--name", "--mount", "--rebuild", "--keep", "--detach", "--interactive"])
      expect(help.stdout.toString()).toContain(flag);
    for (const flag of ["--runtime", "--no-sandbox", "--dry-run", "--json", "--verbose"])
      expect(help.stdout.toString()).toContain(flag);
  });
});
