import type { Facts, Leftovers, PathOutcome, UnreadableRecord } from "./facts.ts";
import { type Finding, about } from "./finding.ts";
import { shellWord } from "./remedies.ts";

const OTHERS = 0o077;

/** Judges moat's own directory, its records, and what is left of runs that are over. Pure. */
export function judgeHome({ home, machine }: Pick<Facts, "home" | "machine">): readonly Finding[] {
  const { failure, directory, unreadable, leftovers } = home;
  const finding = about("home", "moat's own directory");
  if (failure !== undefined) {
    const fix = 'export MOAT_HOME="$HOME/.moat"';
    return [finding.problem({ seen: failure.message.replace(/\.$/, ""), why: failure.hint, fix })];
  }
  return [
    judgeDirectory(directory, machine.uid),
    ...(unreadable.length === 0 ? [] : [judgeRecords(unreadable)]),
    ...(leftovers === undefined ? [] : [judgeLeftovers(leftovers)]),
  ];
}

function judgeDirectory(directory: PathOutcome, uid: number): Finding {
  const { kind, path } = directory;
  const finding = about("home", "moat's own directory");
  const word = shellWord(path);
  const why = "Without it no run can be recorded, and none is begun.";
  if (kind === "missing") return finding.ok(`${path}, which the first run makes`);
  if (kind === "denied")
    return finding.problem({
      seen: `${path} cannot be looked at by this user`,
      why,
      fix: 'export MOAT_HOME="$HOME/.moat"',
    });
  if (!directory.isDirectory)
    return finding.problem({ seen: `${path} is not a directory`, why, fix: `mv ${word} ${shellWord(`${path}.old`)}` });
  if (directory.uid !== uid) {
    const seen = `${path} belongs to user ${directory.uid}, and moat runs as user ${uid}`;
    return finding.problem({
      seen,
      why: "moat leaves alone what is somebody else's.",
      fix: `sudo chown -R "$(id -u):$(id -g)" ${word}`,
    });
  }
  const mode = directory.mode.toString(8).padStart(4, "0");
  if (!directory.isWritable)
    return finding.problem({ seen: `${path} cannot be written (mode ${mode})`, why, fix: `chmod u+rwx ${word}` });
  if ((directory.mode & OTHERS) === 0) return finding.ok(`${path} (mode ${mode})`);
  return finding.warning({
    seen: `other users may look into ${path} (mode ${mode})`,
    why: "Records and output of runs are there, and they can hold secrets.",
    fix: `chmod go-rwx ${word}`,
  });
}

function judgeRecords(unreadable: readonly UnreadableRecord[]): Finding {
  const damaged = unreadable.filter(({ isNewer }) => !isNewer);
  const [first] = damaged.length > 0 ? damaged : unreadable;
  const more = unreadable.length === 1 ? "" : `, and ${unreadable.length - 1} more cannot be read`;
  const remedy =
    damaged.length > 0
      ? "Removing them forgets their output, and ends them where they are live."
      : "Use that newer version of moat.";
  return about("home-records", "records of runs").warning({
    seen: `${(first?.message ?? "").replace(/\.$/, "")}${more}`,
    why: `Such runs are listed no more, and what is left of them in the engine stays. ${remedy}`,
    fix: damaged.length > 0 ? `moat remove --force ${damaged.map(({ id }) => id).join(" ")}` : "",
  });
}

function judgeLeftovers({ containers, networks, volumes, left }: Leftovers): Finding {
  const finding = about("home-leftovers", "what runs have left in the engine");
  const parts = [
    countText(containers, "container"),
    countText(networks, "network"),
    countText(volumes, "volume"),
  ].flat();
  if (parts.length > 0)
    return finding.warning({
      seen: `${parts.join(", ")} of runs that are over`,
      why: "Killed processes have left them; any command that looks at runs removes most of that, and this one all.",
      fix: "moat clean",
    });
  return finding.ok(
    left.length === 0 ? "nothing" : `nothing but what moat clean --force would remove: ${left.join(" ")}`,
  );
}

function countText(count: number, noun: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${noun}${count === 1 ? "" : "s"}`];
}
