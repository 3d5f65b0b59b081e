import { chmod } from "node:fs/promises";
import { release } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { bareHost, docker } from "./driver/engine.ts";
import { listenSilently } from "./driver/listen-silently.ts";
import { refusal } from "./driver/refusal.ts";

const INSTALL_STEPS = ["apt-get install -y runsc", "runsc install", "systemctl reload docker", "moat run --no-sandbox"];

describe("3: an engine without gVisor, or none at all", () => {
  it("without gVisor: the install steps, and nothing is created", async () => {
    await using box = await Box.fresh();
    const before = await docker(["ps", "-aq"], bareHost());
    const { code, text } = await refusal(box, ["--", "true"], { env: { DOCKER_HOST: bareHost() } });
    expect(code).toBe("GVISOR_NOT_AVAILABLE");
    for (const step of INSTALL_STEPS) expect(text).toContain(step);
    expect(await docker(["ps", "-aq"], bareHost())).toEqual(before);
  });

  it("without gVisor, --no-sandbox works", async () => {
    await using box = await Box.fresh();
    const { code, stdout } = await box.moat(["run", "--no-sandbox", "--", "uname", "-r"], {
      env: { DOCKER_HOST: bareHost() },
    });
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 0, stdout: `${release()}\n` });
  });

  it("without gVisor, status says so and reading works", async () => {
    await using box = await Box.fresh();
    const env = { DOCKER_HOST: bareHost() };
    expect(await box.json(["status"], { env })).toMatchObject({ gvisor: false, engine: { address: bareHost() } });
    expect(await box.json(["list"], { env })).toEqual([]);
  });

  it("no engine: the address that was tried, and what to do", async () => {
    await using box = await Box.fresh();
    const address = `unix://${box.directory}/none.sock`;
    const { code, text } = await refusal(box, ["--", "true"], { env: { DOCKER_HOST: address } });
    expect(code).toBe("ENGINE_UNREACHABLE");
    expect(text).toContain(address);
    expect(text).toContain("sudo systemctl start docker");
    expect(text).toContain("DOCKER_HOST");
  });

  it("no engine, with --no-sandbox: the same", async () => {
    await using box = await Box.fresh();
    const env = { DOCKER_HOST: `unix://${box.directory}/none.sock` };
    expect((await refusal(box, ["--no-sandbox", "--", "true"], { env })).code).toBe("ENGINE_UNREACHABLE");
  });

  it.for(["npipe:////./pipe/docker", "http://127.0.0.1:2375", "docker.sock", "unix://relative"])(
    "an address that cannot be used: %s",
    async (address) => {
      await using box = await Box.fresh();
      const { code, text } = await refusal(box, ["--", "true"], { env: { DOCKER_HOST: address } });
      expect(code).toBe("ENGINE_ADDRESS_INVALID");
      expect(text).toContain(address);
    },
  );

  it("permission denied on the socket says so", async () => {
    await using box = await Box.fresh();
    const path = join(box.directory, "private.sock");
    await using _server = await listenSilently(path);
    await chmod(path, 0o600);
    const user = { uid: 12_345, gid: 12_345 };
    await box.giveTo(user, [box.home]);
    const env = { DOCKER_HOST: `unix://${path}`, MOAT_HOME: join(box.home, ".moat") };
    const { code, text } = await refusal(box, ["--", "true"], { env, user });
    expect(code).toBe("ENGINE_PERMISSION_DENIED");
    expect(text).toMatch(/Permission denied/);
    expect(text).toContain(path);
    expect(text).toContain("usermod -aG docker");
  });

  it("an engine that accepts and never answers", async () => {
    await using box = await Box.fresh();
    const path = join(box.directory, "slow.sock");
    await using _server = await listenSilently(path);
    const { code } = await refusal(box, ["--", "true"], { env: { DOCKER_HOST: `unix://${path}` } });
    expect(code).toBe("ENGINE_TIMEOUT");
  });

  it("without an engine, live runs are listed as last known", async () => {
    await using box = await Box.open();
    await box.moat(["run", "-d", "-n", "known", "--", "sleep", "60"]);
    const env = { DOCKER_HOST: `unix://${box.directory}/none.sock` };
    const { code, stdout, stderr } = await box.moat(["list", "--json"], { env });
    expect(code).toBe(0);
    expect(JSON.parse(stdout.toString())).toMatchObject([{ name: "known", state: { status: "running" } }]);
    expect(stderr).toMatch(/^moat: warning: live runs are shown as last known/);
    expect((await box.moat(["stop", "known"], { env })).code).toBe(1);
    expect((await box.moat(["stop", "-t", "0", "known"])).code).toBe(0);
  });
});
