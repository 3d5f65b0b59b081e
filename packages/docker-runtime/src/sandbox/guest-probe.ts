import type { RawExit } from "./run-probe.ts";

/** Forks that the probe makes: one packaged runsc starts, says that it is gVisor, and dies on forks. */
const FORKS = 32;

/** How the probe ends where something does not work that it can tell. */
const FORK_FAILED = 91;
const LIST_FAILED = 92;

/**
 * What the probe runs inside: it prints what kernel it sees and what marks gVisor leaves, lists a directory (one
 * packaged runsc cannot), and forks. Only a POSIX shell is needed.
 */
export const PROBE_SCRIPT = `
echo "kernel=$(uname -r 2>/dev/null || { read -r _ _ release _ < /proc/version && echo "$release"; })"
read -r line < /proc/cmdline && echo "cmdline=$line"
[ -e /proc/sentry-meminfo ] && echo "sentry=yes"
echo "dmesg=$(dmesg 2>/dev/null | head -n 1)"
ls / > /dev/null && echo "list=ok"
i=0; while [ $i -lt ${FORKS} ]; do (exit 0) || exit ${FORK_FAILED}; ls / > /dev/null || exit ${LIST_FAILED}; i=$((i+1)); done
echo "forks=ok"
`;

/** What was seen from inside. */
export type GuestVerdict =
  | { readonly kind: "gvisor"; readonly guestKernel: string }
  /** The image has no shell, so that nothing was seen. */
  | { readonly kind: "unseen" }
  | { readonly kind: "refuted"; readonly reason: string };

/** Judges what the probe printed. Pure. */
export function judgeGuest(exit: RawExit, engineKernel: string): GuestVerdict {
  if (exit.code === 127 && exit.stdout === "") return { kind: "unseen" };
  const seen = new Map(
    exit.stdout.split("\n").map((line) => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
  const guestKernel = seen.get("kernel") ?? "";
  const marks = [
    /gvisor/i.test(seen.get("cmdline") ?? ""),
    seen.get("sentry") === "yes",
    /Starting gVisor/.test(seen.get("dmesg") ?? ""),
    /gvisor/i.test(guestKernel),
  ].filter(Boolean).length;
  if (guestKernel === engineKernel) return refute(`the command saw the engine's own kernel, ${engineKernel}`);
  if (exit.isCut) return refute("the image's shell writes without end");
  // Every line of the script forks: what dies may do so at any of them.
  if (![0, FORK_FAILED, LIST_FAILED, 126, 127].includes(exit.code)) return died(exit.code);
  if (guestKernel === "") return refute("it could not be seen which kernel the command gets");
  if (marks < 2) return refute(`only ${marks} of gVisor's marks were seen inside (2 are needed)`);
  if (seen.get("list") !== "ok")
    return refute("it cannot list a directory; this gVisor is too old for current programs");
  if (exit.code !== 0 || seen.get("forks") !== "ok") return died(exit.code);
  return { kind: "gvisor", guestKernel };
}

function died(code: number): GuestVerdict {
  return refute(`it died when the command forked (exit code ${code}); this build of gVisor is broken`);
}

function refute(reason: string): GuestVerdict {
  return { kind: "refuted", reason };
}
