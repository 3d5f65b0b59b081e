import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { expect, it, onTestFinished } from "vitest";
import { openJsonCache } from "../store/json-cache.ts";
import { hostAuthorities } from "./host-authorities.ts";

const OWN = `-----BEGIN CERTIFICATE-----\nMOAT\n-----END CERTIFICATE-----\n`;

it("leaves out the usual ones, and looks at them once for each content", async () => {
  const directory = await mkdtemp(join(tmpdir(), "moat-authorities-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const file = join(directory, "own.pem");
  await writeFile(file, `${rootCertificates[0]}\n${OWN}`);
  const env = { SSL_CERT_FILE: file };
  const cacheDirectory = join(directory, "cache");
  const cache = openJsonCache(cacheDirectory);

  const first = await hostAuthorities(env, cache);
  expect(first.authorities).toContain(OWN);
  expect(first.authorities).not.toContain(`${rootCertificates[0]}\n`);
  await expect(readdir(cacheDirectory)).rejects.toThrow("ENOENT");
  await first.remember();

  expect((await hostAuthorities(env, cache)).authorities).toEqual(first.authorities);
  const [name = ""] = await readdir(cacheDirectory);
  const text = `{"key":${JSON.stringify("another")},"value":["what another content gave"]}`;
  await writeFile(join(cacheDirectory, name), text);
  expect((await hostAuthorities(env, cache)).authorities).toEqual(first.authorities);
  expect((await hostAuthorities(env, undefined)).authorities).toEqual(first.authorities);

  const told = { read: () => Promise.resolve(["told"]), write: () => Promise.resolve() };
  expect((await hostAuthorities(env, told)).authorities).toEqual(["told"]);
  expect((await hostAuthorities(env, { ...told, read: () => Promise.resolve("odd") })).authorities).toEqual(
    first.authorities,
  );
});
