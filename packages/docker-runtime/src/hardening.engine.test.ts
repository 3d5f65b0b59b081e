import { readFile, readlink } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { createDockerRuntime } from "./create-docker-runtime.ts";
import { memoryProofCache } from "./sandbox/proof-cache.ts";
import { TEST_IMAGE, engineInspect, haveImage, runScript, testSpec } from "./testing/real-engine.ts";

/** The kernel's numbers of the capabilities that the tests add. */
const BITS = { CHOWN: 0, DAC_OVERRIDE: 1, FOWNER: 3, KILL: 5, SETGID: 6, SETUID: 7 } as const;
const proofCache = memoryProofCache();

beforeAll(() => haveImage(TEST_IMAGE));

function bounding(names: readonly (keyof typeof BITS)[]): string {
  const bits = names.reduce((sum, name) => sum | (1n << BigInt(BITS[name])), 0n);
  return bits.toString(16).padStart(16, "0");
}

describe.each([
  ["gVisor", true],
  ["runc", false],
])("hardening under %s", (_title, sandbox) => {
  const open = () => createDockerRuntime({ sandbox, proofCache });

  it.each([[[]], [["CHOWN"]], [["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "SETGID", "SETUID"]]] as const)(
    "leaves exactly the capabilities %j, to root too",
    async (added) => {
      const status = await runScript(await open(), "cat /proc/self/status", { addedCapabilities: added });
      const [, bound] = /^CapBnd:\s*(\w+)$/m.exec(status) ?? [];
      const [, effective] = /^CapEff:\s*(\w+)$/m.exec(status) ?? [];
      expect({ bound, effective }).toEqual({ bound: bounding(added), effective: bounding(added) });
    },
  );

  it("gives an ordinary user none", async () => {
    const status = await runScript(await open(), "cat /proc/self/status", { user: "1000:1000" });
    expect(status).toMatch(/^CapEff:\s*0{16}$/m);
    expect(status).toMatch(/^Uid:\s*1000\s+1000\s+1000/m);
  });

  it("lets no set-uid program gain anything", async () => {
    // A shell of root's with the bit set: with the flag it stays who it was.
    const script = "cp /bin/sh /tmp/s && chmod 4755 /tmp/s && setpriv --reuid 1000 --clear-groups /tmp/s -pc 'id -u'";
    const added = ["SETUID", "SETGID"];
    expect((await runScript(await open(), script, { addedCapabilities: added })).trim()).toBe("1000");
  });

  it("shows neither the host's processes nor its network", async () => {
    const script = "ls -d /proc/[0-9]* | wc -l; cat /proc/1/comm; ls /sys/class/net 2>/dev/null | tr '\\n' ' '";
    const [count = "", init, interfaces = ""] = (await runScript(await open(), script)).split("\n");
    expect(Number(count)).toBeLessThan(10);
    expect(init).toMatch(/init/);
    expect(
      interfaces
        .trim()
        .split(" ")
        .filter((name) => !/^(lo|eth0)?$/.test(name)),
    ).toEqual([]);
  });

  it("publishes ports on the loopback interface only", async () => {
    const runtime = await open();
    const ports = [{ containerPort: 8080, hostPort: 0 }];
    const { id } = await runtime.containers.create(testSpec({ command: ["sleep", "60"], ports }));
    try {
      await runtime.containers.start(id);
      const { NetworkSettings: settings } = await engineInspect(id);
      const [binding, ...others] = settings?.Ports?.["8080/tcp"] ?? [];
      expect(others).toEqual([]);
      expect(binding?.HostIp).toBe("127.0.0.1");
      const { ports: published } = await runtime.containers.inspect(id);
      expect(published).toEqual([{ containerPort: 8080, hostPort: Number(binding?.HostPort) }]);
      expect(await listeners(Number(binding?.HostPort))).toEqual(["0100007F"]);
    } finally {
      await runtime.containers.remove(id);
    }
  });
});

describe("hardening under runc", () => {
  it("sets no-new-privileges, and namespaces of its own", async () => {
    const runtime = await createDockerRuntime({ sandbox: false, proofCache });
    const script =
      "grep NoNewPrivs /proc/self/status; for n in pid net ipc mnt uts cgroup; do readlink /proc/self/ns/$n; done";
    const [flag, ...namespaces] = (await runScript(runtime, script)).trim().split("\n");
    expect(flag).toBe("NoNewPrivs:\t1");
    for (const namespace of ["pid", "net", "ipc", "mnt", "uts", "cgroup"])
      expect(namespaces).not.toContain(await readlink(`/proc/self/ns/${namespace}`));
    expect(namespaces).toHaveLength(6);
  });

  it("is held to its limit of processes, and can fork again afterwards", async () => {
    const runtime = await createDockerRuntime({ sandbox: false, proofCache });
    const bomb =
      "for (1 .. 100) { my $pid = fork; last unless defined $pid; if (!$pid) { sleep 600; exit } push @pids, $pid }";
    const script = `perl -e '${bomb} print scalar(@pids), " $!\\n"; kill 9, @pids; wait for @pids' && echo alive`;
    const limits = { memoryBytes: 0, cpus: 0, pids: 40, logBytes: 0 };
    const said = await runScript(runtime, script, { limits });
    expect(said).toMatch(/^3\d Resource temporarily unavailable\nalive\n$/);
  });
});

/** The addresses, as the kernel writes them, on which somebody listens on this port of the engine's network. */
async function listeners(port: number): Promise<readonly string[]> {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  return tables
    .join("\n")
    .split("\n")
    .flatMap((line) => {
      const [, address, , state] = line.trim().split(/\s+/);
      return state === "0A" && address?.endsWith(`:${hex}`) === true ? [address.split(":")[0] ?? ""] : [];
    });
}
