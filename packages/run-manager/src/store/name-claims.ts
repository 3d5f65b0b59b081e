import { mkdir, readdir, rename, rm, rmdir, unlink, writeFile } from "./small-files.ts";
import { join } from "node:path";
import process from "node:process";
import { MoatError } from "@moat/core";
import { unless } from "./unless.ts";
import { randomHex } from "./random-hex.ts";

// A claim is a directory of the name with one file in it, which says whose it is. It is made elsewhere and moved into
// place: rename(2) replaces an empty directory and refuses one that is not, so of two processes one gets the name. To let
// go is to unlink that very file: so nobody can take a claim from the wrong run, however slow they are.
//
// The file is called after the run's id when the run was made with that name. When a run gets another name, the file has
// the process and a random word behind the id, so that each such claim is its own, and its maker can be looked for.

/** A claim, as the name of its file says. */
export interface Claim {
  /** The name of the file. */
  readonly file: string;
  /** The run that has the name. */
  readonly id: string;
  /** The process that gives the name to a run that had another; 0 for a name that a run was made with. */
  readonly pid: number;
}

/** A name that is asked for. */
export interface NameRequest {
  /** The directory of all names. */
  readonly names: string;
  readonly name: string;
  /** What to claim it with; see `claimOf`. */
  readonly claim: Claim;
  /** Whether a claim stands for nothing any more. Must be final: what is stale stays so. */
  readonly isStale: (claim: Claim) => Promise<boolean>;
}

/** Makes the claim of a new run. Pure. */
export function claimOf(id: string): Claim {
  return { file: id, id, pid: 0 };
}

/** Makes a claim of its own, for a run that had another name. */
export function renamingClaim(id: string): Claim {
  return parseClaim(`${id}.${process.pid}.${randomHex(4)}`);
}

/** Gives a name to a run, and returns the claim that stands: another one when the name is taken. */
export async function claimName({ names, name, claim, isStale }: NameRequest): Promise<Claim> {
  const place = namePlace(names, name);
  const staged = join(names, `.${claim.file}`);
  await mkdir(staged, { recursive: true, mode: 0o700 });
  await writeFile(join(staged, claim.file), "", { mode: 0o600 });
  try {
    for (;;) {
      const moved = await unless(
        ["ENOTEMPTY", "EEXIST"],
        rename(staged, place).then(() => true),
        false,
      );
      if (moved) return claim;
      for (const holder of await claimsOn(names, name)) {
        if (holder.file === claim.file || !(await isStale(holder))) return holder;
        await releaseClaim(names, name, holder);
      }
    }
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

/** Lists the claims on a name: one, or none. */
export async function claimsOn(names: string, name: string): Promise<readonly Claim[]> {
  return (await unless(["ENOENT"], readdir(namePlace(names, name)), [])).map(parseClaim);
}

/** Takes back one claim, if it still stands. */
export async function releaseClaim(names: string, name: string, claim: Claim): Promise<void> {
  const place = namePlace(names, name);
  await unless(["ENOENT"], unlink(join(place, claim.file)), undefined);
  await unless(["ENOENT", "ENOTEMPTY", "EEXIST"], rmdir(place), undefined);
}

/** Takes a name from a run, if that run has it. */
export async function releaseName(names: string, name: string, id: string): Promise<void> {
  for (const claim of await claimsOn(names, name)) if (claim.id === id) await releaseClaim(names, name, claim);
}

/** The path of a name's claim. Throws `NAME_INVALID` for what is no file name. */
export function namePlace(names: string, name: string): string {
  if (/^[^./][^/]*$/.test(name)) return join(names, name);
  throw new MoatError("NAME_INVALID", `${JSON.stringify(name)} cannot be the name of a run.`, {
    hint: "Choose a name of letters, digits and hyphens.",
  });
}

function parseClaim(file: string): Claim {
  const [id = "", pid = "0"] = file.split(".");
  return { file, id, pid: Number(pid) };
}
