import { describe, expect, it } from "vitest";
import { judgeGuest } from "./guest-probe.ts";

const HOST = "6.18.44";
const DIED = "it died when the command forked (exit code 2); this build of gVisor is broken";

const oldGuest = {
  kernel: "4.4.0",
  cmdline: "BOOT_IMAGE=/vmlinuz-4.4.0-gvisor quiet",
  sentry: "yes",
  dmesg: "[   0.000000] Starting gVisor...",
  list: "ok",
  forks: "ok",
};
const newGuest = { ...oldGuest, kernel: "4.19.0-gvisor", cmdline: "BOOT_IMAGE=/vmlinuz-4.19.0-gvisor quiet" };
const runcGuest = { kernel: HOST, cmdline: "BOOT_IMAGE=/vmlinuz root=/dev/sda", dmesg: "", list: "ok", forks: "ok" };

function judge(seen: Readonly<Record<string, string>>, code = 0, engineKernel = HOST) {
  const stdout = Object.entries(seen).map(([name, value]) => `${name}=${value}\n`);
  return judgeGuest({ code, stdout: stdout.join(""), isCut: false }, engineKernel);
}

function without<T extends object>(seen: T, ...names: readonly (keyof T)[]): Record<string, string> {
  return Object.fromEntries(Object.entries(seen).filter(([name]) => !names.some((left) => left === name)));
}

describe("judgeGuest", () => {
  it.each([
    ["gVisor of 2024", oldGuest],
    ["gVisor of 2026", newGuest],
    ["one without dmesg", { ...oldGuest, dmesg: "" }],
    ["one without its own meminfo", without(oldGuest, "sentry")],
  ])("believes %s", (_title, seen) => {
    expect(judge(seen)).toEqual({ kind: "gvisor", guestKernel: seen["kernel"] });
  });

  it("sees nothing where there is no shell", () => {
    expect(judge({}, 127)).toEqual({ kind: "unseen" });
  });

  it.each([
    ["the host's kernel", runcGuest, 0, `the command saw the engine's own kernel, ${HOST}`],
    [
      "the host's kernel with forged marks",
      { ...oldGuest, kernel: HOST },
      0,
      `the command saw the engine's own kernel, ${HOST}`,
    ],
    [
      "another kernel without a mark, as in a virtual machine",
      { ...runcGuest, kernel: "5.10" },
      0,
      "only 0 of gVisor's marks were seen inside (2 are needed)",
    ],
    [
      "one mark only",
      { ...runcGuest, kernel: "4.4.0", sentry: "yes" },
      0,
      "only 1 of gVisor's marks were seen inside (2 are needed)",
    ],
    ["nothing although it ended well", {}, 0, "it could not be seen which kernel the command gets"],
    [
      "a directory that cannot be listed",
      without(oldGuest, "list", "forks"),
      92,
      "it cannot list a directory; this gVisor is too old for current programs",
    ],
    [
      "a death on a fork",
      without(oldGuest, "forks"),
      2,
      "it died when the command forked (exit code 2); this build of gVisor is broken",
    ],
    ["a death before anything was listed", without(oldGuest, "dmesg", "list", "forks"), 2, DIED],
    ["a death before anything was seen", {}, 2, DIED],
    [
      "a bad exit after all",
      oldGuest,
      137,
      "it died when the command forked (exit code 137); this build of gVisor is broken",
    ],
  ])("refutes %s", (_title, seen, code, reason) => {
    expect(judge(seen, code)).toEqual({ kind: "refuted", reason });
  });

  it("does not take a shell that says nothing for a missing one", () => {
    expect(judge({ kernel: HOST }, 127).kind).toBe("refuted");
    expect(judge({}, 126).kind).toBe("refuted");
  });

  it("believes nothing of what never ends", () => {
    const stdout = Object.entries(oldGuest).map(([name, value]) => `${name}=${value}\n`);
    const reason = "the image's shell writes without end";
    expect(judgeGuest({ code: 0, stdout: stdout.join(""), isCut: true }, HOST)).toEqual({ kind: "refuted", reason });
  });

  it("is not proved by a missing kernel name", () => {
    expect(judge({ ...oldGuest, kernel: "" }).kind).toBe("refuted");
  });
});
