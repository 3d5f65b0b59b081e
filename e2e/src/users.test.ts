import { stat } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { asRoot } from "./driver/as-root.ts";
import { Box, type MoatOptions } from "./driver/box.ts";
import { engineForEverybody } from "./driver/engine-for-everybody.ts";
import { refusal } from "./driver/refusal.ts";

const ROOT = { uid: 0, gid: 0 };
const ADA = { uid: 4242, gid: 2424 };

/** Says who it is, and writes everywhere where a user may. */
const WHO = [
  "sh",
  "-c",
  'id -u && id -g && id -un && getent passwd "$(id -u)" && echo "$HOME" && ' +
    'touch "$HOME/x" && cd ~ && touch y && mkdir /workspace/made && touch /workspace/made/inside /tmp/z && pwd',
];

// Docs: content/concepts/02-users-and-files.md has the table that these are the rows of.
describe("5: workspace files belong to whoever ran moat", () => {
  // What a set-up function returns is run at the end.
  beforeAll(engineForEverybody);

  it("root", async () => {
    await using box = await rootBox();
    const who = await whoIsInside(box, { user: ROOT });
    expect(who).toMatchObject({ uid: 0, gid: 0, name: "root", home: "/root", passwdHome: "/root", pwd: "/root" });
    expect(await owners(box)).toEqual([ROOT, ROOT]);
  });

  it("an ordinary user, who has no name on this machine", async () => {
    await using box = await boxOf(ADA);
    const who = await whoIsInside(box, { user: ADA });
    expect(who).toMatchObject({ ...ADA, name: "uid-4242" });
    expect(who.home).toBe(who.passwdHome);
    expect(who.pwd).toBe(who.home);
    expect(await owners(box)).toEqual([ADA, ADA]);
    expect(await modeOf(box.moatHome)).toBe("700");
  });

  it("a uid that the image has already", async () => {
    const nobody = { uid: 65_534, gid: 65_534 };
    await using box = await boxOf(nobody);
    expect(await whoIsInside(box, { user: nobody })).toMatchObject({ ...nobody, name: "nobody" });
    expect(await owners(box)).toEqual([nobody, nobody]);
  });

  it("a group gets a name, too", async () => {
    await using box = await boxOf(ADA);
    const { stdout } = await box.moat(["run", "--", "sh", "-c", 'getent group "$(id -g)"'], { user: ADA });
    expect(stdout.toString()).toMatch(/^[a-z0-9-]+:x:2424:\n$/);
  });

  it("sudo: the user who called it", async () => {
    await using box = await rootBox();
    await box.giveTo(ADA, [box.workspace]);
    const env = { SUDO_UID: "4242", SUDO_GID: "2424", SUDO_USER: "ada", SUDO_COMMAND: "moat" };
    expect(await whoIsInside(box, { user: ROOT, env })).toMatchObject({ ...ADA, name: "ada", home: "/home/ada" });
    expect(await owners(box)).toEqual([ADA, ADA]);
    const { uid } = await stat(box.moatHome);
    expect(uid).toBe(0);
  });

  it("the variables of sudo mean nothing where moat is not root", async () => {
    await using box = await boxOf(ADA);
    const env = { SUDO_UID: "7", SUDO_GID: "7", SUDO_USER: "mallory" };
    expect(await whoIsInside(box, { user: ADA, env })).toMatchObject(ADA);
    expect(await owners(box)).toEqual([ADA, ADA]);
  });

  it("root in another user's workspace stays root", async () => {
    await using box = await rootBox();
    await box.giveTo(ADA, [box.workspace]);
    expect(await whoIsInside(box, { user: ROOT })).toMatchObject({ uid: 0, gid: 0 });
    expect(await owners(box)).toEqual([ROOT, ROOT]);
    const { uid } = await stat(box.workspace);
    expect(uid).toBe(ADA.uid);
  });

  it("sudo in the workspace of a third user may read and not write", async () => {
    await using box = await rootBox();
    await box.giveTo({ uid: 7777, gid: 7777 }, [box.workspace]);
    const env = { SUDO_UID: "4242", SUDO_GID: "2424", SUDO_USER: "ada" };
    const { code } = await box.moat(["run", "--", "sh", "-c", "ls && touch x"], { user: ROOT, env });
    expect(code).toBe(1);
  });

  it("without a sandbox it is the same", async () => {
    await using box = await boxOf(ADA);
    expect(await whoIsInside(box, { user: ADA }, ["--no-sandbox"])).toMatchObject(ADA);
    expect(await owners(box)).toEqual([ADA, ADA]);
  });

  it("a MOAT_HOME of somebody else is refused", async () => {
    await using box = await boxOf(ADA);
    await asRoot("chown", "7777", box.moatHome);
    await asRoot("chmod", "755", box.moatHome);
    const { code, text } = await refusal(box, ["--", "true"], { user: ADA });
    expect(code).toBe("HOME_UNUSABLE");
    expect(text).toContain("belongs to user 7777");
  });

  it("nobody can raise their rights inside", async () => {
    await using box = await boxOf(ADA);
    const command = ["sh", "-c", "grep NoNewPrivs /proc/self/status; grep CapEff /proc/self/status"];
    const { stdout } = await box.moat(["run", "--no-sandbox", "--", ...command], { user: ADA });
    expect(stdout.toString()).toMatch(/NoNewPrivs:\s+1\n.*CapEff:\s+0{16}\n/s);
  });
});

/** A box that belongs to a user, with a MOAT_HOME where the proof is known. */
async function boxOf(user: { uid: number; gid: number }): Promise<Box> {
  const box = await Box.open();
  await box.giveTo(user, [box.home, box.workspace, box.moatHome]);
  return box;
}

const rootBox = (): Promise<Box> => boxOf(ROOT);

async function whoIsInside(box: Box, options: MoatOptions, flags: readonly string[] = []) {
  const { code, stdout, stderr } = await box.moat(["run", ...flags, "--", ...WHO], options);
  if (code !== 0) throw new Error(`ended with ${code}: ${stderr}`);
  const [uid, gid, name = "", passwd = "", home = "", pwd = ""] = stdout.toString().split("\n");
  return { uid: Number(uid), gid: Number(gid), name, home, pwd, passwdHome: passwd.split(":")[5] ?? "" };
}

/** Who has the directory and the file that {@link WHO} made in the workspace. */
async function owners({ workspace }: Box): Promise<readonly { uid: number; gid: number }[]> {
  const paths = [join(workspace, "made"), join(workspace, "made", "inside")];
  return Promise.all(paths.map(async (path) => stat(path).then(({ uid, gid }) => ({ uid, gid }))));
}

async function modeOf(path: string): Promise<string> {
  const { mode } = await stat(path);
  return (mode % 0o1000).toString(8);
}
