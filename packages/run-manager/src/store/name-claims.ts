import { mkdir, readdir, rename, rm, rmdir, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { MoatError } from "@moat/core";
import { unless } from "./unless.ts";

/** A name that is asked for. */
export interface NameClaim {
  /** The directory of all names. */
  readonly names: string;
  readonly name: string;
  /** The run that asks. */
  readonly id: string;
  /** Whether a run has ended or never was, and so lost its claim. Must be final: what is stale stays so. */
  readonly isStale: (id: string) => Promise<boolean>;
}

/**
 * Gives a name to a run, and returns the id of the run that has it: another one when the name is taken.
 *
 * A claim is a directory of the name with one file of the run's id in it. It is made elsewhere and moved into place:
 * rename(2) replaces an empty directory and refuses one that is not, so of two processes one gets the name. To let go is
 * to unlink the file, whose name is the run's id: so nobody can take a claim from the wrong run, however slow they are.
 */
export async function claimName(claim: NameClaim): Promise<string> {
  const place = namePlace(claim.names, claim.name);
  const staged = join(claim.names, `.${claim.id}`);
  await mkdir(staged, { recursive: true, mode: 0o700 });
  await writeFile(join(staged, claim.id), "", { mode: 0o600 });
  try {
    for (;;) {
      const moved = await unless(
        ["ENOTEMPTY", "EEXIST"],
        rename(staged, place).then(() => true),
        false,
      );
      if (moved) return claim.id;
      for (const holder of await unless(["ENOENT"], readdir(place), [])) {
        if (holder === claim.id || !(await claim.isStale(holder))) return holder;
        await releaseName(claim.names, claim.name, holder);
      }
    }
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

/** Takes a name from a run, if that run has it. */
export async function releaseName(names: string, name: string, id: string): Promise<void> {
  const place = namePlace(names, name);
  await unless(["ENOENT"], unlink(join(place, id)), undefined);
  await unless(["ENOENT", "ENOTEMPTY", "EEXIST"], rmdir(place), undefined);
}

/** The path of a name's claim. Throws `NAME_INVALID` for what is no file name. */
export function namePlace(names: string, name: string): string {
  if (/^[^./][^/]*$/.test(name)) return join(names, name);
  throw new MoatError("NAME_INVALID", `${JSON.stringify(name)} cannot be the name of a run.`, {
    hint: "Choose a name of letters, digits and hyphens.",
  });
}
