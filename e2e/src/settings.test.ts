import { readFile, writeFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";

const LIMITS = `agent: claude
version: 1.10
container:
  memory: 256
  dns: [192.0.2.53]
  ulimits: {nofile: {soft: 64, hard: 128}}
  log_size: 8
`;

describe("settings", () => {
  it("container of agent.yaml is what the command sees, with the sandbox and without", async () => {
    await using box = await Box.open();
    await box.write("agent.yaml", LIMITS);
    const script = "ulimit -Sn; ulimit -Hn; grep -c '^nameserver 192.0.2.53$' /etc/resolv.conf";
    for (const flags of [[], ["--no-sandbox"]]) {
      const { code, stdout } = await box.moat(["run", ...flags, "--", "sh", "-c", script]);
      expect({ code, stdout: stdout.toString() }).toEqual({ code: 0, stdout: "64\n128\n1\n" });
    }
    const tooMuch = "head -c 1073741824 /dev/zero | tail > /dev/null";
    expect((await box.moat(["run", "--", "sh", "-c", tooMuch])).code).toBe(137);
    expect(await box.json(["list", "--all"])).toMatchObject(
      Array.from({ length: 3 }, () => ({ agent: "claude", agentVersion: "1.10" })),
    );
  });

  it("config.yaml holds for every workspace, under agent.yaml and the environment", async () => {
    await using box = await Box.open();
    await mkdir(box.moatHome, { recursive: true, mode: 0o700 });
    await writeFile(
      join(box.moatHome, "config.yaml"),
      "env: {A: machine, B: machine}\ncontainer: {memory: 128, cpus: 1}\n",
    );
    await box.write("agent.yaml", "env: {B: workspace}\ncontainer: {memory: 256}\n");
    const { stdout } = await box.moat(["run", "--", "sh", "-c", 'echo "$A $B"']);
    expect(stdout.toString()).toBe("machine workspace\n");
    const shown = await box.json(["config", "show", "--origin"], { env: { MOAT_CPUS: "0.5" } });
    expect(shown).toMatchObject({
      "env.A": { value: "machine", origin: "config.yaml", place: `${join(box.moatHome, "config.yaml")}:1` },
      "env.B": { value: "workspace", origin: "agent.yaml", place: "agent.yaml:1" },
      "container.memory": { value: 256, origin: "agent.yaml", place: "agent.yaml:2" },
      "container.cpus": { value: 0.5, origin: "environment", place: null },
      sandbox: { value: "default", origin: "default", place: null },
    });
    await writeFile(join(box.moatHome, "config.yaml"), "sandbox: none\n");
    const refused = await box.moat(["run", "--", "true"]);
    expect(refused.code).toBe(125);
    expect(refused.stderr).toMatch(/config\.yaml:1:1: `sandbox` says something about one workspace/);
    expect(await box.leftovers()).toEqual([]);
  });

  it("init writes a file that is valid, and never over another", async () => {
    await using box = await Box.fresh();
    await box.write("go.mod", "module x\n\ngo 1.23\n");
    expect(await box.json(["init"])).toEqual({ path: join(box.workspace, "agent.yaml"), found: ["go.mod"] });
    const written = await readFile(join(box.workspace, "agent.yaml"), "utf8");
    expect(written).toContain("base_image: golang:1.23-bookworm");
    expect(await box.json(["config", "validate"])).toEqual({ file: "agent.yaml", valid: true, issues: [] });
    const again = await box.moat(["init"]);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("already")]);
    expect(await readFile(join(box.workspace, "agent.yaml"), "utf8")).toBe(written);
  });

  it("validate tells every problem, to people and to programs, and fails", async () => {
    await using box = await Box.fresh();
    expect((await box.moat(["config", "validate"])).stderr).toContain("moat init");
    await box.write("agent.yaml", "comand: [a]\nports: {web: 0}\n");
    const text = await box.moat(["config", "validate"]);
    expect([text.code, text.stdout.toString()]).toEqual([1, ""]);
    expect(text.stderr).toMatch(/^moat: agent\.yaml has 2 problems\.\n {2}agent\.yaml:1:1: .*\n[^]*agent\.yaml:2:14: /);
    const { code, stdout } = await box.moat(["config", "validate", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout.toString())).toMatchObject({
      file: "agent.yaml",
      valid: false,
      issues: [
        { path: "comand", line: 1, column: 1 },
        { path: "ports.web", line: 2, column: 14 },
      ],
    });
  });
});
