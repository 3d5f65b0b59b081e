import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { docker, engineHost, openSocket, socketOf } from "./driver/engine.ts";
import type { User } from "./driver/moat-process.ts";
import { ATTEMPT_ALL, type AttemptResult, attemptResults, writeAttempts } from "./escapes/attempt-scripts.ts";
import { ESCAPE_ATTEMPTS } from "./escapes/escape-attempts.ts";
import { Host } from "./escapes/host-targets.ts";

const IMAGE = "debian:bookworm-slim";
const ROOT: User = { uid: 0, gid: 0 };
const ADA: User = { uid: 1000, gid: 1000 };
type Results = ReadonlyMap<string, AttemptResult>;

/** Makes every attempt once, in a box with things of the host's to be after. */
async function attempted(how: (box: Box, readOnly: string) => Promise<string>): Promise<Results> {
  await using box = await Box.open();
  await using host = await Host.open(box.directory);
  await writeAttempts(box.workspace, host.targets);
  const readOnly = join(box.directory, "read-only");
  await mkdir(readOnly);
  return attemptResults(await how(box, readOnly));
}

const underMoat = (user: User, flags: readonly string[]) =>
  attempted(async (box, readOnly) => {
    await box.giveTo(user, [box.home, box.workspace, box.moatHome]);
    const words = ["run", ...flags, "--mount", `${readOnly}:/ro:ro`, "--", ...ATTEMPT_ALL];
    const { stdout } = await box.moat(words, { user });
    return stdout.toString();
  });

/** A container that has all that moat's have not. */
const unprotected = () =>
  attempted(async (box, readOnly) => {
    const namespaces = ["pid", "network", "ipc", "uts", "cgroupns"].map((name) => `--${name}=host`);
    const volumes = [
      `${socketOf(engineHost())}:/var/run/docker.sock`,
      `${box.workspace}:/workspace`,
      `${readOnly}:/ro:ro`,
    ].flatMap((volume) => ["--volume", volume]);
    const options = ["--rm", "--runtime=runc", "--privileged", "--env=HOME=/root", ...namespaces, ...volumes];
    return (await docker(["run", ...options, IMAGE, ...ATTEMPT_ALL])).join("\n");
  });

/** The attempts with this result, with what they printed. */
const those = (results: Results, wanted: AttemptResult["result"]) =>
  [...results].flatMap(([name, { result, why }]) => (result === wanted ? [`${name}: ${why}`] : []));

describe("ways out of a container", () => {
  beforeAll(openSocket);

  it("are there to be tried, each with a name of its own", () => {
    expect(new Set(ESCAPE_ATTEMPTS.map(({ name }) => name)).size).toBe(ESCAPE_ATTEMPTS.length);
    expect(ESCAPE_ATTEMPTS.length).toBeGreaterThanOrEqual(20);
  });

  it("all work without moat's hardening, where the machine has what they need", async () => {
    const results = await unprotected();
    for (const { name, needs } of ESCAPE_ATTEMPTS)
      if (results.get(name)?.result === "impossible")
        console.warn(`not even an unprotected container "${name}" on this machine, which lacks: ${needs}`);
    expect(those(results, "held")).toEqual([]);
    // Enough of them must work for the tests below to mean anything.
    expect(those(results, "escaped").length).toBeGreaterThanOrEqual(20);
  });

  it.for([
    ["gVisor", "root", ROOT],
    ["gVisor", "an ordinary user", ADA],
    ["runc", "root", ROOT],
    ["runc", "an ordinary user", ADA],
  ] as const)("all fail under %s as %s", async ([kernel, , user]) => {
    const results = await underMoat(user, kernel === "runc" ? ["--no-sandbox"] : []);
    const escaped = ESCAPE_ATTEMPTS.filter(({ name }) => results.get(name)?.result === "escaped");
    const real = escaped.filter(({ reachesInGVisor }) => kernel === "runc" || reachesInGVisor === "");
    expect(real.map(({ name }) => name)).toEqual([]);
  });
});
