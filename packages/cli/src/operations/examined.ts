import { join } from "node:path";
import { type Runtime, isMoatError } from "@moat/core";
import { type Failure, type Finding, type HomePort, examine } from "@moat/doctor";
import { type HostFacts, moatHome, readHostFacts } from "@moat/host";
import { type RunStore, cleanUp, helperLabels, openJsonCache, openRunStore, planImage } from "@moat/run-manager";
import { createRuntime } from "@moat/runtimes";
import { onInterrupts } from "../terminal/interrupts.ts";
import type { Workbench } from "./open-context.ts";

/** How many of the newest runs are asked for the image that they had. */
const RECENT_RUNS = 10;

/** Examines this machine. What a signal interrupts is undone first; nothing is left in the engine. */
export async function examined(diagnostics: Workbench["diagnostics"]): Promise<readonly Finding[]> {
  const host = readHostFacts();
  const { env, platform, arch, effectiveUser } = host;
  const store = openStore(host);
  const caller = new AbortController();
  const letGo = onInterrupts(() => caller.abort());
  try {
    return await examine({
      machine: { platform, arch, uid: effectiveUser.uid },
      env,
      home: "home" in store ? homePort(store, diagnostics) : store,
      images: await images(store),
      labels: helperLabels(await installation(store), process.pid, new Date().toISOString()),
      openApple: () =>
        createRuntime({ sandbox: true, check: "on-create", runtime: "apple", env, platform, arch, diagnostics }),
      signal: caller.signal,
    });
  } finally {
    letGo();
  }
}

/** Opens the records, or tells why there are none: that is a finding, too. */
function openStore(host: HostFacts): RunStore | Failure {
  try {
    return openRunStore(moatHome(host));
  } catch (error) {
    if (!isMoatError(error, "HOME_UNUSABLE")) throw error;
    const { code, message, hint } = error;
    return { code, message, hint, causeCode: "" };
  }
}

function homePort(store: RunStore, diagnostics: Workbench["diagnostics"]): HomePort {
  return {
    path: store.home,
    async unreadable() {
      const { problems } = await store.list({ all: true });
      return problems.map(({ message, details }) => ({
        id: /run_[0-9a-f]{12}/.exec(String(details["file"]))?.[0] ?? "",
        message,
        isNewer: "schema" in details,
      }));
    },
    async leftovers(runtime: Runtime) {
      const cache = openJsonCache(join(store.home, "cache"));
      const context = { runtime, store, diagnostics, cache };
      const report = await cleanUp(context, { dryRun: true, force: false, olderThanMs: undefined });
      const { containers, networks, volumes, left } = report;
      return { containers: containers.length, networks: networks.length, volumes: volumes.length, left };
    },
  };
}

/** The images that a proof may run: those that this user's runs had, and the one that a run has which asks for none. */
async function images(store: RunStore | Failure): Promise<readonly string[]> {
  const { value: standard } = planImage({ value: "", origin: "default" });
  if (!("home" in store)) return [standard];
  const page = await unlessUnusable(store.page({ limit: RECENT_RUNS, before: "" }), undefined);
  return [...new Set([standard, ...(page?.records ?? []).map(({ image }) => image)])];
}

async function installation(store: RunStore | Failure): Promise<string> {
  return "home" in store ? await unlessUnusable(store.readInstallation(), "") : "";
}

/** A home that cannot be used is told of by its own finding. */
async function unlessUnusable<T>(reading: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (isMoatError(error, "HOME_UNUSABLE")) return otherwise;
    throw error;
  }
}
