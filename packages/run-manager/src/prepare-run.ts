import { type HostFacts, inspectPath, readCertificateFile, readGit } from "@moat/host";
import type { Lock } from "@moat/config";
import { hostAuthorities } from "./plan/host-authorities.ts";
import { planRun } from "./plan-run.ts";
import { unclaimedName } from "./unclaimed-name.ts";
import { readConfigs } from "./read-configs.ts";
import { readLock } from "./read-lock.ts";
import { newRunId } from "./run-id.ts";
import type { RunPlan } from "./run-plan.ts";
import type { RunRequest } from "./run-request.ts";
import type { RunStore } from "./run-store.ts";
import type { JsonCache } from "./store/json-cache.ts";

/** What a plan is prepared from. */
export interface PrepareOptions {
  readonly host: HostFacts;
  readonly store: RunStore;
  readonly request: RunRequest;
  /** The workspace as it was typed. */
  readonly path: string;
  /** Moat's own version. */
  readonly version: string;
  /** Whether nothing may be written: then this installation's id is empty where there is none yet. */
  readonly dryRun: boolean;
  /** What agent.lock is taken to say; what the file says by default. */
  readonly lock?: Lock;
  /** Where what takes long to find out is remembered; nowhere by default. A dry run only looks there. */
  readonly cache?: JsonCache;
}

/**
 * Gathers what `planRun` needs (the workspace, its configuration, this installation) and plans. No engine is asked.
 *
 * @throws what those throw: `WORKSPACE_INVALID`, `CONFIG_*`, `LOCK_INVALID`, `HOME_UNUSABLE`, and what `planRun` throws.
 */
export async function prepareRun({
  host,
  store,
  request,
  path,
  version,
  dryRun,
  lock: given,
  cache,
}: PrepareOptions): Promise<RunPlan> {
  const configs = await readConfigs({ host, store }, path);
  const lock = given ?? (await readLock(configs.workspace));
  const git = await readGit(configs.workspace, host);
  const { authorities, remember } = await hostAuthorities(host.env, cache);
  const candidateName = await unclaimedName(store);
  const plan = (installation: string) =>
    planRun({
      ...configs,
      lock,
      request,
      host,
      home: store.home,
      paths: inspectPath,
      git,
      certificates: { ofHost: () => authorities, ofFile: readCertificateFile },
      identity: {
        id: newRunId(),
        installation,
        version,
        createdAt: new Date().toISOString(),
        candidateName,
      },
    });
  const known = await store.readInstallation();
  const draft = plan(known);
  if (dryRun) return draft;
  // Written only after the draft has shown that the request is sound: bad input leaves nothing behind.
  const installation = await store.installation();
  await remember();
  return installation === known ? draft : plan(installation);
}
