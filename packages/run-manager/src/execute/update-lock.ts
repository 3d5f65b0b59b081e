import { type LockContent, formatLock } from "@moat/config";
import { type CallOptions, MoatError, type Runtime, isMoatError, systemErrorCode } from "@moat/core";
import type { LockUpdatePlan } from "../prepare-lock-update.ts";
import { lockedIn } from "../plan/locked-in.ts";
import { writeLock } from "./write-lock.ts";

/** One line of agent.lock that is another one now; empty for none. */
export interface LockChange {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Writes agent.lock as it was planned, with the digests of the images that it lacks. Says what changed; where nothing did, nothing is
 * written.
 *
 * @throws `OUTPUT_FAILED` when the workspace cannot be written, and what finding a digest throws.
 */
export async function updateLock(
  { before, plan }: LockUpdatePlan,
  digestOf: (image: string) => Promise<string>,
): Promise<readonly LockChange[]> {
  const images = new Map<string, string>();
  for (const [image, locked] of Object.entries(plan.lock.images)) {
    const digest = locked === "" ? await digestOf(image) : locked;
    if (digest !== "") images.set(image, digest);
  }
  const after = { dependencies: plan.lock.dependencies, images: Object.fromEntries(images) };
  const changes = [...changed(before.dependencies, after.dependencies), ...changed(before.images, after.images)];
  if (changes.length > 0) await write(plan, after);
  return changes;
}

/**
 * Fetches an image as its tag stands for it now, and tells its digest: empty for one that no registry has, and the engine has all the same.
 *
 * @throws what `images.pull` and `images.inspect` throw.
 */
export async function fetchDigest(
  { images }: Pick<Runtime, "images">,
  image: string,
  options: CallOptions,
): Promise<string> {
  try {
    await images.pull(image, options);
  } catch (error) {
    if (!isMoatError(error, "IMAGE_NOT_FOUND")) throw error;
  }
  const { digest } = await images.inspect(image, options);
  return digest;
}

async function write(plan: LockUpdatePlan["plan"], content: LockContent): Promise<void> {
  try {
    await writeLock(plan, formatLock(content));
  } catch (error) {
    throw new MoatError(
      "OUTPUT_FAILED",
      `Could not write agent.lock in ${plan.workspace}: ${systemErrorCode(error)}.`,
      {
        hint: "Choose a workspace that you may write.",
        cause: error,
      },
    );
  }
}

function changed(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly LockChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names
    .map((name) => ({ name, before: lockedIn(before, name), after: lockedIn(after, name) }))
    .filter((change) => change.before !== change.after);
}
