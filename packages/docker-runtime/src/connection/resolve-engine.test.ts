import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resolveEngine } from "./resolve-engine.ts";
import { searchSockets } from "./search-sockets.ts";

let home = "";
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "moat-resolve-"));
  await context("tls", { Host: "tcp://build:2376" }, { "ca.pem": "CA", "cert.pem": "C", "key.pem": "K" });
  await context("trusting", { Host: "tcp://build:2376", SkipTLSVerify: true });
  await context("plain", { Host: "tcp://build:2375" });
  await context("local", { Host: "unix:///run/lab.sock" });
  await context("none", {});
  await context("half", { Host: "tcp://build" }, { "ca.pem": "CA", "cert.pem": "C" });
});
afterAll(() => rm(home, { recursive: true }));

/** A context's files, as `docker context create` leaves them. */
async function context(name: string, docker: object, files: Readonly<Record<string, string>> = {}): Promise<void> {
  const hash = createHash("sha256").update(name).digest("hex");
  const meta = join(home, ".docker/contexts/meta", hash);
  const tls = join(home, ".docker/contexts/tls", hash, "docker");
  for (const directory of [meta, tls]) await mkdir(directory, { recursive: true });
  await writeFile(join(meta, "meta.json"), JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker } }));
  for (const [file, text] of Object.entries(files)) await writeFile(join(tls, file), text);
}

const resolve = (env: Readonly<Record<string, string>>, address = "") =>
  resolveEngine({ address, env: { HOME: home, ...env } });

describe("resolveEngine", () => {
  it("takes an address that is given before everything else", async () => {
    expect(await resolve({ DOCKER_HOST: "nonsense" }, "unix:///given.sock")).toMatchObject({
      url: "unix:///given.sock",
      foundBy: "the caller",
    });
  });

  it.each([
    ["local", { kind: "unix", socketPath: "/run/lab.sock" }],
    ["plain", { kind: "tcp", port: 2375, tls: undefined }],
    ["tls", { tls: { ca: "CA", cert: "C", key: "K", verify: true } }],
    ["trusting", { tls: { ca: "", cert: "", key: "", verify: false } }],
  ])("reads the context %s", async (name, transport) => {
    expect(await resolve({ DOCKER_CONTEXT: name, DOCKER_TLS_VERIFY: "1" })).toMatchObject({ transport });
  });

  it("reads the current context, and another one's settings", async () => {
    const other = join(home, "other");
    await mkdir(other);
    await writeFile(join(home, ".docker/config.json"), '{"auths":{},"currentContext":"local"}');
    await writeFile(join(other, "config.json"), '{"currentContext":"local"}');
    expect(await resolve({})).toMatchObject({
      url: "unix:///run/lab.sock",
      foundBy: "the context local (docker's current context)",
    });
    await expect(resolve({ DOCKER_CONFIG: other })).rejects.toMatchObject({
      code: "ENGINE_ADDRESS_INVALID",
      message: "The Docker context local does not exist.",
    });
    await writeFile(join(home, ".docker/config.json"), "{}");
  });

  it("does not guess what broken settings say, unless they decide nothing", async () => {
    const broken = join(home, "broken");
    await mkdir(broken);
    await writeFile(join(broken, "config.json"), "{");
    await expect(resolve({ DOCKER_CONFIG: broken })).rejects.toMatchObject({ code: "ENGINE_ADDRESS_INVALID" });
    expect(await resolve({ DOCKER_CONFIG: broken, DOCKER_HOST: "unix:///d" })).toMatchObject({ url: "unix:///d" });
  });

  it.each([
    ["nosuch", "The Docker context nosuch does not exist."],
    ["none", "The Docker context none has no address of an engine."],
  ])("refuses the context %s", async (name, message) => {
    await expect(resolve({ DOCKER_CONTEXT: name })).rejects.toMatchObject({ code: "ENGINE_ADDRESS_INVALID", message });
  });

  it("refuses half of a pair, and an authority that is missing, by the file's name", async () => {
    await expect(resolve({ DOCKER_CONTEXT: "half" })).rejects.toThrow(/needs .*key\.pem, which does not exist/);
    const env = { DOCKER_HOST: "tcp://h", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: join(home, "nowhere") };
    await expect(resolve(env)).rejects.toThrow(/needs .*nowhere\/ca\.pem, which does not exist/);
    expect(await resolve({ ...env, DOCKER_HOST: "unix:///d" })).toMatchObject({ url: "unix:///d" });
  });
});

describe("searchSockets", () => {
  it("takes the first that somebody listens on, and not what only lies there", async () => {
    const file = join(home, "file.sock");
    const live = join(home, "live.sock");
    await writeFile(file, "");
    const server = createServer().listen(live);
    await once(server, "listening");
    try {
      expect(await searchSockets([join(home, "none.sock"), file, live])).toMatchObject({
        url: `unix://${live}`,
        foundBy: "the usual sockets",
      });
    } finally {
      server.close();
    }
  });

  it("tells everything that was tried, and why not", async () => {
    const none = join(home, "none.sock");
    const file = join(home, "file.sock");
    const failure = searchSockets([none, file]);
    await expect(failure).rejects.toMatchObject({
      code: "ENGINE_UNREACHABLE",
      details: {
        tried: [
          { address: `unix://${none}`, why: "there is no such socket" },
          { address: `unix://${file}`, why: "nothing listens there" },
        ],
      },
      hint: expect.stringContaining(
        `Tried:\n  DOCKER_HOST, DOCKER_CONTEXT: not set\n  docker's current context: none\n  unix://${none}: there is no such socket\n  unix://${file}: nothing listens there`,
      ),
    });
  });
});
