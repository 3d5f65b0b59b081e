import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { asRoot } from "./as-root.ts";
import { docker, engineVariable } from "./engine.ts";
import { exists } from "./exists.ts";
import { until } from "./until.ts";

const file = (name: string): string => join(engineVariable("MOAT_TEST_ENGINE_DIR"), name);

/** Ends the engine's daemon; by SIGTERM it ends its containers first, unless it is to keep them alive. */
export async function stopDaemon(signal: "TERM" | "KILL"): Promise<void> {
  await asRoot("kill", `-${signal}`, (await readFile(file("dockerd.pid"), "utf8")).trim());
  // What started it writes this when it has ended.
  await until("dockerd has ended", () => exists(file("dockerd.ended")), 120_000);
}

/** Starts the engine's daemon where it does not run, and waits until it answers. */
export async function startDaemon(): Promise<void> {
  if (await exists(file("dockerd.ended"))) await asRoot(file("start-dockerd"));
  await until("dockerd answers", answers, 120_000);
}

/** Tells the engine whether its containers live on while it does not run; the result takes that back. */
export async function setLiveRestore(isOn: boolean): Promise<void> {
  const config: unknown = JSON.parse(await asRoot("cat", file("daemon.json")));
  const changed = { ...Object(config), "live-restore": isOn };
  const written = join("/tmp", `moat-daemon-${process.pid}.json`);
  await writeFile(written, JSON.stringify(changed, undefined, 2));
  await asRoot("cp", written, file("daemon.json"));
  await rm(written);
  await asRoot("kill", "-HUP", (await readFile(file("dockerd.pid"), "utf8")).trim());
  await until("dockerd has read it", async () => {
    const [answer] = await docker(["info", "--format", "{{.LiveRestoreEnabled}}"]);
    return answer === String(isOn);
  });
}

async function answers(): Promise<boolean> {
  try {
    await docker(["version"]);
    return true;
  } catch {
    return false;
  }
}
