import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EngineClient } from "../engine/engine-client.ts";
import { type FakeEngine, json, startFakeEngine } from "../testing/fake-engine.ts";
import { parseEngineAddress } from "./engine-address.ts";
import { sshArguments } from "./ssh-connection.ts";

function args(url: string): string {
  const { transport } = parseEngineAddress(url, "x");
  return transport.kind === "ssh" ? sshArguments(transport).join(" ") : "";
}

const ask = (client: EngineClient) => client.json({ method: "GET", path: "/info", operation: "ask" });

describe("sshArguments", () => {
  it("are those of docker's own client", () => {
    expect(args("ssh://ada@build:22")).toBe("-T -o ConnectTimeout=30 -l ada -p 22 -- build docker system dial-stdio");
  });

  it("name another socket, quoted for the shell at the far end", () => {
    expect(args("ssh://build/run/it's%20mine;reboot.sock")).toBe(
      String.raw`-T -o ConnectTimeout=30 -- build docker --host 'unix:///run/it'\''s mine;reboot.sock' system dial-stdio`,
    );
  });
});

/** A program named ssh: it connects with the fake engine, as the far end would. */
describe("an engine over ssh", () => {
  let directory = "";
  let engine: FakeEngine;
  const path = process.env["PATH"] ?? "";
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "moat-ssh-"));
    engine = await startFakeEngine({ answers: { "GET /info": json({ ID: "far" }) } });
    process.env["PATH"] = `${directory}${delimiter}${path}`;
  });
  afterAll(async () => {
    process.env["PATH"] = path;
    await engine[Symbol.asyncDispose]();
    await rm(directory, { recursive: true });
  });

  const dial = () => `const s = require("net").connect(${JSON.stringify(engine.address.slice("unix://".length))});
process.stdin.pipe(s).pipe(process.stdout);`;

  async function ssh(script: string): Promise<EngineClient> {
    await writeFile(join(directory, "ssh"), `#!${process.execPath}\n${script}`);
    await chmod(join(directory, "ssh"), 0o755);
    return new EngineClient(parseEngineAddress("ssh://build", "DOCKER_HOST"));
  }

  it("answers, over one log-in for one request after the other", async () => {
    using client = await ssh(dial());
    const before = engine.connections();
    for (let call = 0; call < 3; call += 1) expect(await ask(client)).toEqual({ ID: "far" });
    expect(engine.connections() - before).toBe(1);
  });

  it("has a connection for each request at a time", async () => {
    using client = await ssh(dial());
    expect(await Promise.all([ask(client), ask(client)])).toEqual([{ ID: "far" }, { ID: "far" }]);
  });

  it("that cannot be reached says what ssh says", async () => {
    using client = await ssh('console.error("a banner\\nada@build: Permission denied (publickey).");process.exit(255)');
    await expect(ask(client)).rejects.toMatchObject({
      code: "ENGINE_UNREACHABLE",
      message: "No Docker engine answers at ssh://build: ada@build: Permission denied (publickey).",
      hint: "Check that this works without a question: ssh build docker version\nThis address comes from DOCKER_HOST.",
    });
  });

  it("is noticed when it dies in silence", async () => {
    using client = await ssh("process.exit(3)");
    await expect(ask(client)).rejects.toThrow("No Docker engine answers at ssh://build: ssh ended with 3.");
  });

  it("is asked again over a new log-in after the far end has closed", async () => {
    using client = await ssh(dial());
    await ask(client);
    await engine.dropConnections();
    expect(await ask(client)).toEqual({ ID: "far" });
  });
});
