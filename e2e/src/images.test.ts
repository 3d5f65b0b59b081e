import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { docker, engineVariable } from "./driver/engine.ts";

const BUSYBOX = "busybox:latest";

describe("images", () => {
  it("a missing one is fetched, with progress on stderr only", async () => {
    engineVariable("MOAT_TEST_REGISTRY");
    await using box = await Box.open();
    await box.write("agent.yaml", `base_image: ${BUSYBOX}\n`);
    if ((await docker(["images", "-q", BUSYBOX])).length > 0) await docker(["rmi", "-f", BUSYBOX]);
    const first = await box.moat(["run", "--", "echo", "ran"]);
    expect({ code: first.code, stdout: first.stdout.toString() }).toEqual({ code: 0, stdout: "ran\n" });
    expect(first.stderr).toBe(`moat: pulling ${BUSYBOX}\n`);
    expect((await box.moat(["run", "--", "true"])).stderr).toBe("");
    const again = await box.moat(["run", "--rebuild", "--", "true"]);
    // By the digest that the first run has written down.
    const [digest = ""] = /sha256:[0-9a-f]{64}/.exec(await readFile(join(box.workspace, "agent.lock"), "utf8")) ?? [];
    expect({ code: again.code, stderr: again.stderr }).toEqual({
      code: 0,
      stderr: `moat: pulling busybox@${digest}\n`,
    });
  });

  it("one that agent.lock has is that one, wherever its tag has moved to", async () => {
    await using box = await Box.open();
    await box.write("agent.yaml", `base_image: ${BUSYBOX}\n`);
    const missing = await box.moat(["run", "--frozen", "-d", "--json", "--", "true"]);
    expect(JSON.parse(missing.stdout.toString())).toMatchObject({ error: { code: "LOCK_MISSING" } });
    expect((await box.moat(["run", "--", "true"])).code).toBe(0);
    await docker(["tag", "debian:bookworm-slim", BUSYBOX]);
    const held = await box.moat(["run", "--frozen", "--", "busybox", "echo", "held"]);
    expect({ code: held.code, stdout: held.stdout.toString() }).toEqual({ code: 0, stdout: "held\n" });
    // Fetches the tag again, which is also how it was before.
    const update = await box.moat(["deps", "update"]);
    expect({ code: update.code, stdout: update.stdout.toString() }).toEqual({
      code: 0,
      stdout: "agent.lock is up to date\n",
    });
    await box.write("agent.yaml", "base_image: debian:bookworm-slim\n");
    const stale = await box.moat(["run", "--frozen", "--", "true"]);
    expect(stale.code).toBe(125);
    expect(stale.stderr).toContain("it lacks debian:bookworm-slim; nothing needs its busybox:latest");
  });

  it("one that does not exist is an error that names it", async () => {
    await using box = await Box.open();
    const image = `${engineVariable("MOAT_TEST_REGISTRY")}/no-such/image:1`;
    await box.write("agent.yaml", `base_image: ${image}\n`);
    const { code, stderr, stdout } = await box.moat(["run", "--", "true"]);
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 125, stdout: "" });
    expect(stderr).toContain(image);
    const { stdout: json } = await box.moat(["run", "-d", "--json", "--", "true"]);
    expect(JSON.parse(json.toString())).toMatchObject({ error: { code: "IMAGE_NOT_FOUND" } });
    expect(await box.leftovers()).toEqual([]);
    expect(await box.json(["list"])).toEqual([]);
  });

  it("a registry that is not there is an error, too", async () => {
    await using box = await Box.open();
    await box.write("agent.yaml", "base_image: 127.0.0.1:1/image:1\n");
    const { code, stdout } = await box.moat(["run", "-d", "--json", "--", "true"]);
    expect(code).toBe(125);
    expect(JSON.parse(stdout.toString())).toMatchObject({ error: { code: "IMAGE_PULL_FAILED" } });
  });

  it("one whose name is none is an error, too", async () => {
    await using box = await Box.open();
    await box.write("agent.yaml", 'base_image: "Not An Image"\n');
    const { code, stderr } = await box.moat(["run", "--", "true"]);
    expect(code).toBe(125);
    expect(stderr).toContain("Not An Image");
    expect(await box.leftovers()).toEqual([]);
  });
});
