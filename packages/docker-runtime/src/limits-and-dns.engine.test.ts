import { beforeAll, describe, expect, it } from "vitest";
import { createDockerRuntime } from "./create-docker-runtime.ts";
import { memoryProofCache } from "./sandbox/proof-cache.ts";
import { TEST_IMAGE, engine, haveImage, runScript, testSpec } from "./testing/real-engine.ts";

const proofCache = memoryProofCache();

/** A name server that says when it is there, and whether it was asked for the name. */
const NAME_SERVER =
  'use IO::Socket::INET; $| = 1; my $s = IO::Socket::INET->new(LocalPort => 53, Proto => "udp") or die $!; ' +
  'print "ready\n"; $s->recv(my $q, 512); print $q =~ /probe/ ? "asked\n" : "not asked\n"';

/** Asks the kernel to lock 900 kB of memory; 149 is mlock on x86-64, 228 on arm64. */
const LOCK =
  'my $b = "a" x 1000000; my $at = unpack("Q", pack("p", $b)) & ~4095; ' +
  'my $r = syscall(`uname -m` =~ /x86_64/ ? 149 : 228, $at, 900000); print $r == 0 ? "locked" : "refused"';

beforeAll(() => haveImage(TEST_IMAGE));

describe.each([
  ["gVisor", true],
  ["runc", false],
])("limits and name servers under %s", (_title, sandbox) => {
  const open = () => createDockerRuntime({ sandbox, proofCache });

  it("memlock bounds what a process may lock in memory", async () => {
    const said: string[] = [];
    for (const bytes of [65_536, 4_000_000]) {
      const ulimits = [{ name: "memlock", soft: bytes, hard: bytes }] as const;
      said.push(await runScript(await open(), `perl -e '${LOCK}'`, { user: "1000:1000", ulimits }));
    }
    expect(said).toEqual(["refused", "locked"]);
  });

  it("the name servers of a spec are asked", async () => {
    const runtime = await open();
    const server = await runtime.containers.create(
      testSpec({ command: ["perl", "-e", NAME_SERVER], addedCapabilities: ["NET_BIND_SERVICE"] }),
    );
    const ids = [server.id];
    try {
      await using attachment = await runtime.streams.attach(server.id);
      await runtime.containers.start(server.id);
      let said = "";
      for await (const { data } of attachment.output) {
        const wasReady = said.includes("ready");
        said += Buffer.from(data).toString();
        if (wasReady || !said.includes("ready")) continue;
        const command = ["getent", "hosts", "probe.moat.test"];
        const client = await runtime.containers.create(testSpec({ command, dns: [await addressOf(server.id)] }));
        ids.push(client.id);
        await runtime.containers.start(client.id);
      }
      expect(said).toBe("ready\nasked\n");
    } finally {
      for (const id of ids) await runtime.containers.remove(id);
    }
  });

  it("more processors than the machine has are refused as what they are", async () => {
    const runtime = await open();
    const limits = { memoryBytes: 0, cpus: 1000, pids: 0, logBytes: 0 };
    await expect(runtime.containers.create(testSpec({ limits }))).rejects.toMatchObject({
      code: "LIMIT_INVALID",
      message: expect.stringContaining("CPUs"),
      hint: expect.stringMatching(/\S/),
    });
  });
});

/** Where a container is reached on the default network. */
async function addressOf(id: string): Promise<string> {
  const { NetworkSettings: settings } = await engine.json<{
    readonly NetworkSettings: { readonly Networks: Readonly<Record<string, { readonly IPAddress: string }>> };
  }>({ method: "GET", path: `/containers/${id}/json`, operation: "inspect" });
  return settings.Networks["bridge"]?.IPAddress ?? "";
}
