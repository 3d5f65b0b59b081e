import type { Config, Lock, Setting } from "@moat/config";
import { MoatError } from "@moat/core";
import type { ResolvedDependency } from "@moat/images";
import type { PlannedBuild, PlannedLock } from "../run-plan.ts";
import { lockedIn } from "./locked-in.ts";
import { planImage } from "./plan-image.ts";

/** What a lock is planned from. */
export interface LockInput {
  readonly config: Config;
  readonly lock: Lock;
  readonly frozen: boolean;
  readonly image: Setting<string>;
  readonly dependencies: readonly ResolvedDependency[];
  readonly build: PlannedBuild;
}

/**
 * Decides what agent.lock says from now on: what it says already, without what agent.yaml needs no more, and with what it lacks. Digests of
 * images that it lacks are left open until the engine has them. Pure.
 *
 * @throws `LOCK_MISSING`, `LOCK_STALE` where it is frozen and would say something else.
 */
export function planLock(input: LockInput): PlannedLock {
  const { lock, frozen, dependencies } = input;
  const used = usedImages(input);
  const images = imagesOf(input, used);
  const versions = new Map(
    dependencies.flatMap(({ name, version, pinned }) => (pinned || version === "" ? [] : [[name, version] as const])),
  );
  const planned: PlannedLock = {
    frozen,
    dependencies: Object.fromEntries(versions),
    images: Object.fromEntries(images),
    added: [
      ...[...versions].flatMap(([name, version]) =>
        lockedIn(lock.dependencies, name) === "" ? [`${name}@${version}`] : [],
      ),
      ...[...images].flatMap(([image, digest]) => (digest === "" ? [image] : [])),
    ],
    removed: [
      ...Object.keys(lock.dependencies).filter((name) => !versions.has(name)),
      ...Object.keys(lock.images).filter((image) => !images.has(image)),
    ],
  };
  if (frozen) refuseDrift(planned, input, used);
  return planned;
}

/** The images that a run takes by name, because somebody wrote that name. A default image that nothing is built on is nobody's choice. */
function usedImages({ build, image }: LockInput): readonly string[] {
  const own = image.origin === "agent.yaml" ? [image.value] : [];
  return (build.dockerfile === "" ? own : build.images).filter((name) => !name.includes("@"));
}

/**
 * The base image of one shell or one machine is not written down for everybody else; nor does it take away the one that they use.
 */
function imagesOf({ config, lock, build, image }: LockInput, used: readonly string[]): ReadonlyMap<string, string> {
  const isForeign = image.origin === "environment" || image.origin === "config.yaml";
  const usual = planImage({ value: config.baseImage, origin: "agent.yaml" });
  const others = usual.origin === "agent.yaml" || build.dockerfile !== "" ? [usual.value] : [];
  const images = new Map<string, string>();
  for (const name of [...used, ...others]) {
    const digest = lockedIn(lock.images, name);
    if (digest !== "" || (used.includes(name) && !(isForeign && name === image.value))) images.set(name, digest);
  }
  return images;
}

function refuseDrift(
  { added, removed, images }: PlannedLock,
  { lock, image }: LockInput,
  used: readonly string[],
): void {
  const foreign = used.filter((name) => !Object.hasOwn(images, name));
  const lacking = [...added, ...foreign];
  if (lacking.length === 0 && removed.length === 0) return;
  const details = { added: lacking, removed };
  if (lock.file === "")
    throw new MoatError("LOCK_MISSING", "There is no agent.lock, and --frozen allows nothing that it does not say.", {
      hint: "Run once without --frozen, and put the agent.lock that is written into version control.",
      details,
    });
  const lacks = lacking.length === 0 ? [] : [`it lacks ${lacking.join(", ")}`];
  const needless = removed.length === 0 ? [] : [`nothing needs its ${removed.join(", ")}`];
  throw new MoatError("LOCK_STALE", `agent.lock does not fit agent.yaml: ${[...lacks, ...needless].join("; ")}.`, {
    hint:
      foreign.length === 0 ? staleHint(added.some((name) => Object.hasOwn(images, name))) : foreignHint(foreign, image),
    details,
  });
}

function staleHint(lacksImages: boolean): string {
  const hint = "Run once without --frozen, and put the agent.lock that is written into version control.";
  return lacksImages ? `${hint} An image that was built or imported here has no digest to write down.` : hint;
}

function foreignHint(images: readonly string[], { origin }: Setting<string>): string {
  const where = origin === "config.yaml" ? "config.yaml" : "MOAT_BASE_IMAGE";
  return `The image ${images.join(", ")} is set by ${where}: name it by its digest there, or leave it out.`;
}
