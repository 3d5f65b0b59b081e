import type { DiskFacts, Facts } from "./facts.ts";
import { type Finding, about } from "./finding.ts";

const MEBIBYTE = 1024 ** 2;
const GIBIBYTE = 1024 ** 3;

/** Below `problemBytes` runs fail; below `warningBytes` they soon will. */
const NEEDS = {
  home: {
    id: "disk-home",
    title: "disk space of moat's records",
    problemBytes: 64 * MEBIBYTE,
    warningBytes: GIBIBYTE,
    fix: "moat clean --older-than 7d",
    why: "Records and the output of runs are written there",
  },
  engine: {
    id: "disk-engine",
    title: "disk space of the engine",
    problemBytes: 512 * MEBIBYTE,
    warningBytes: 4 * GIBIBYTE,
    fix: "docker system prune",
    why: "Images and what runs write into their containers are there",
  },
} as const;
/** The part of all inodes, in percent, below which a file system counts as full although it has bytes. */
const INODES_PERCENT = 1;

/** Judges how full the disks are. Pure. */
export function judgeDisks({ disks }: Pick<Facts, "disks">): readonly Finding[] {
  return disks.map(judgeDisk);
}

function judgeDisk({ of, path, space }: DiskFacts): Finding {
  const { id, title, problemBytes, warningBytes, fix, why: what } = NEEDS[of];
  const disk = about(id, title);
  const why = `${what}; when the disk is full, they fail.`;
  if (space === undefined)
    return disk.unknown({ seen: `${path} cannot be looked at by this user`, why, fix: `df -h ${path}` });
  const { freeBytes, freeInodes, inodes } = space;
  const seen = `${bytesText(freeBytes)} free at ${path}`;
  const lacksInodes = inodes > 0 && freeInodes * 100 < inodes * INODES_PERCENT;
  if (freeBytes < problemBytes) return disk.problem({ seen, why, fix });
  if (lacksInodes) return disk.warning({ seen: `${seen}, but only ${freeInodes} of ${inodes} inodes`, why, fix });
  return freeBytes < warningBytes ? disk.warning({ seen, why, fix }) : disk.ok(seen);
}

function bytesText(bytes: number): string {
  return bytes >= GIBIBYTE ? `${(bytes / GIBIBYTE).toFixed(1)} GiB` : `${Math.floor(bytes / MEBIBYTE)} MiB`;
}
