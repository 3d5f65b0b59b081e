import { describe, expect, it } from "vitest";
import { failure, sampleFacts, withEngine } from "../testing/sample-facts.ts";
import type { Facts, HomeFacts, PathOutcome } from "./facts.ts";
import { judgeDisks } from "./judge-disks.ts";
import { judgeHome } from "./judge-home.ts";
import { judgeLeaks } from "./judge-leaks.ts";
import { judgeSocket } from "./judge-socket.ts";

const MEBIBYTE = 1024 ** 2;
const well = sampleFacts();
const home = (given: Partial<HomeFacts>) => judgeHome({ ...well, home: { ...well.home, ...given } });
const directory = (given: object): PathOutcome => Object.assign({ ...well.home.directory }, given);

const records = (unreadable: HomeFacts["unreadable"]) => home({ unreadable }).find(({ id }) => id === "home-records");

describe("disks", () => {
  const roomy = { freeBytes: 50 * 1024 * MEBIBYTE, freeInodes: 9, inodes: 10 };
  it.each<[Facts["disks"][number]["of"], Facts["disks"][number]["space"], string, string]>([
    ["home", roomy, "ok", "50.0 GiB free at /a"],
    ["home", { ...roomy, freeBytes: 900 * MEBIBYTE }, "warning", "900 MiB free at /a"],
    ["home", { ...roomy, freeBytes: 63 * MEBIBYTE }, "problem", "63 MiB free at /a"],
    ["engine", { ...roomy, freeBytes: 4095 * MEBIBYTE }, "warning", "4.0 GiB free at /a"],
    ["engine", { ...roomy, freeBytes: 511 * MEBIBYTE }, "problem", "511 MiB free at /a"],
    ["engine", { ...roomy, freeInodes: 9, inodes: 1000 }, "warning", "only 9 of 1000 inodes"],
    ["engine", { ...roomy, freeInodes: 0, inodes: 0 }, "ok", "50.0 GiB"],
    ["engine", undefined, "unknown", "cannot be looked at"],
  ])("of %s with %j", (of, space, status, seen) => {
    const [finding] = judgeDisks({ disks: [{ of, path: "/a", space }] });
    expect(finding).toMatchObject({ id: `disk-${of}`, status, seen: expect.stringContaining(seen) });
    expect(finding?.fix === "").toBe(status === "ok");
  });
});

describe("the socket", () => {
  it.each([
    [0o660, "ok", ""],
    [0o666, "warning", "sudo chmod o-rwx /s"],
    [0o602, "warning", "sudo chmod o-rwx /s"],
  ])("with mode %o", (mode, status, fix) => {
    const socket: Facts["socket"] = {
      kind: "present",
      path: "/s",
      isDirectory: false,
      isWritable: true,
      uid: 0,
      gid: 0,
      mode,
    };
    expect(judgeSocket({ ...well, socket })).toMatchObject([{ status, fix }]);
    const engine: Facts["engine"] = { kind: "none", failure: failure("ENGINE_PERMISSION_DENIED"), socketPath: "/s" };
    expect(judgeSocket({ engine, socket })).toEqual([]);
  });
});

describe("the home", () => {
  it.each<[string, PathOutcome, string, string]>([
    ["is to be made", { kind: "missing", path: "/m" }, "ok", ""],
    ["is not to be seen", { kind: "denied", path: "/m" }, "problem", 'export MOAT_HOME="$HOME/.moat"'],
    ["is a file", directory({ isDirectory: false }), "problem", "mv /home/ada/.moat /home/ada/.moat.old"],
    ["is another's", directory({ uid: 0 }), "problem", 'sudo chown -R "$(id -u):$(id -g)" /home/ada/.moat'],
    ["is read-only", directory({ isWritable: false }), "problem", "chmod u+rwx /home/ada/.moat"],
    ["is open to others", directory({ mode: 0o755 }), "warning", "chmod go-rwx /home/ada/.moat"],
    ["is private", directory({}), "ok", ""],
  ])("%s", (_, at, status, fix) => {
    expect(home({ directory: at })[0]).toMatchObject({ id: "home", status, fix });
  });

  it("cannot be said", () => {
    const found = home({ failure: failure("HOME_UNUSABLE") });
    expect(found).toMatchObject([{ id: "home", status: "problem", seen: "It failed with HOME_UNUSABLE" }]);
  });

  it("has records that cannot be read", () => {
    const damaged = { id: "run_0123456789ab", message: "The record is damaged.", isNewer: false };
    const newer = { id: "run_0123456789ac", message: "A newer moat wrote it.", isNewer: true };
    expect(records([])).toBeUndefined();
    expect(records([newer, damaged])).toMatchObject({
      status: "warning",
      seen: "The record is damaged, and 1 more cannot be read",
      fix: "moat remove --force run_0123456789ab",
    });
    expect(records([newer])).toMatchObject({ seen: "A newer moat wrote it", fix: "" });
  });

  it.each<[Partial<NonNullable<HomeFacts["leftovers"]>>, string, string, string]>([
    [{}, "ok", "", "nothing"],
    [{ left: ["One is kept."] }, "ok", "", "nothing but what moat clean --force would remove: One is kept."],
    [{ containers: 1, volumes: 2 }, "warning", "moat clean", "1 container, 2 volumes of runs that are over"],
  ])("has left in the engine %j", (given, status, fix, seen) => {
    const leftovers = { containers: 0, networks: 0, volumes: 0, left: [], ...given };
    expect(home({ leftovers }).find(({ id }) => id === "home-leftovers")).toMatchObject({ status, fix, seen });
  });

  it("says nothing of an engine that was not asked", () => {
    expect(home({ leftovers: undefined }).map(({ id }) => id)).toEqual(["home"]);
  });
});

describe("leaks", () => {
  const leaked = [
    { pid: 30, kind: "sandbox", containerId: "a" },
    { pid: 9, kind: "shim", containerId: "a" },
    { pid: 40, kind: "shim", containerId: "b" },
  ] as const;

  it("are counted, and ended by one command", () => {
    expect(judgeLeaks({ ...well, leaks: { kind: "looked", leaked } })).toMatchObject([
      {
        status: "warning",
        seen: "2 shim, 1 sandbox of 2 containers that the engine does not know",
        fix: "sudo kill -KILL 9 30 40",
      },
    ]);
  });

  it("that could not be looked for are unknown", () => {
    expect(judgeLeaks({ ...well, leaks: { kind: "not-seen", why: "no dockerd" } })).toMatchObject([
      { status: "unknown" },
    ]);
  });

  it("are no matter of this machine where the engine is elsewhere", () => {
    expect(judgeLeaks({ ...withEngine({ isOnThisMachine: false }), leaks: { kind: "looked", leaked } })).toEqual([]);
  });
});
