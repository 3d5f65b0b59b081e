import { once } from "node:events";
import { type Socket, createConnection, createServer } from "node:net";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Clients } from "./clients.ts";

/** Two ends of one connection. */
async function pair(use: (ours: Socket, theirs: Socket) => Promise<void>): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), "moat-clients-"));
  const server = createServer().listen(join(directory, "s"));
  try {
    await once(server, "listening");
    const theirs = createConnection(join(directory, "s"));
    const [ours]: Socket[] = await once(server, "connection");
    if (ours === undefined) throw new Error("nobody came");
    await use(ours, theirs);
    ours.destroy();
    theirs.destroy();
  } finally {
    server.close();
    await rm(directory, { recursive: true });
  }
}

it.each(["attach", "watch"] as const)("lets whoever comes to %s after the end go at once", async (want) => {
  await pair(async (ours, theirs) => {
    const clients = new Clients();
    await clients.end();
    ours.write("answer");
    clients.add(ours, want);
    const said: Buffer[] = [];
    for await (const data of theirs as AsyncIterable<Buffer>) said.push(data);
    expect(Buffer.concat(said).toString()).toBe("answer");
    expect(clients.isEmpty).toBe(true);
  });
});

it("gives those who are there what was written before it lets them go", async () => {
  await pair(async (ours, theirs) => {
    const clients = new Clients();
    clients.add(ours, "attach");
    await clients.write("stdout", Buffer.from("last words"));
    const ended = clients.end();
    const said: Buffer[] = [];
    for await (const data of theirs as AsyncIterable<Buffer>) said.push(data);
    await ended;
    expect(Buffer.concat(said).toString()).toContain("last words");
    expect(clients.isEmpty).toBe(true);
  });
});
