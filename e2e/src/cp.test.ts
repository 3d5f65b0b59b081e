import { chmod, mkdir, open, readFile, readdir, readlink, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { until } from "./driver/until.ts";
import { withRun } from "./driver/with-run.ts";

const isFull = (process.env["MOAT_TEST_FULL"] ?? "") !== "";
const BIG_MEGABYTES = isFull ? 500 : 64;

/** Runs a shell script in the run, which must work. */
async function inside(box: Box, script: string, user: readonly string[] = []): Promise<string> {
  const { code, stdout, stderr } = await box.moat(["exec", ...user, "host", "--", "sh", "-c", script]);
  expect({ script, code, stderr }).toEqual({ script, code: 0, stderr: "" });
  return stdout.toString();
}

async function copied(box: Box, ...words: readonly string[]): Promise<void> {
  const { code, stderr, stdout } = await box.moat(["cp", ...words]);
  expect({ words, code, stderr, stdout: stdout.toString() }).toEqual({ words, code: 0, stderr: "", stdout: "" });
}

/** Copies, and tells how much memory that took at most. */
async function peakKilobytes(box: Box, ...words: readonly string[]): Promise<number> {
  const copy = box.start(["cp", ...words], { env: { NODE_OPTIONS: "--max-old-space-size=200" } });
  let peak = 0;
  const watching = until(
    "the copy is done",
    async () => {
      const status = await readFile(`/proc/${copy.pid}/status`, "utf8").catch(() => "");
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
      return copy.child.exitCode !== null;
    },
    300_000,
  );
  expect({ words, code: (await copy.ended).code }).toEqual({ words, code: 0 });
  await watching;
  return peak;
}

/** A directory of this machine that the run does not see. */
async function outside(box: Box): Promise<string> {
  const path = join(box.directory, "outside");
  await mkdir(path);
  return path;
}

describe.for([
  ["under gVisor", []],
  ["without a sandbox", ["--no-sandbox"]],
] as const)("moat cp, %s", ([, sandbox]) => {
  it("copies trees in and out again: names, bytes, modes, times, links and owners", async () => {
    await withRun(sandbox, async (box) => {
      const here = await outside(box);
      const tree = join(here, "tree");
      await mkdir(join(tree, "sub"), { recursive: true });
      const names = ["-rf", "a\nb", "ü €", "with space", "colon:", "*"];
      const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 256));
      for (const name of names) await writeFile(join(tree, "sub", name), bytes);
      await writeFile(join(tree, "script"), "#!/bin/sh\necho ran\n", { mode: 0o755 });
      await chmod(join(tree, "script"), 0o750);
      await symlink("sub/-rf", join(tree, "link"));
      await utimes(join(tree, "script"), 1_000_000_000, 1_000_000_000);

      await copied(box, tree, "host:/tmp/");
      expect(
        await inside(box, "cd /tmp/tree; ./script; stat -c '%a %Y %u' script; readlink link; ls sub | wc -l"),
      ).toBe(`ran\n750 1000000000 ${await inside(box, "id -u")}sub/-rf\n${names.length + 1}\n`);
      await copied(box, "host:/tmp/tree", join(here, "back"));
      for (const name of names) expect((await readFile(join(here, "back/sub", name))).equals(bytes)).toBe(true);
      expect((await readdir(join(here, "back/sub"))).toSorted()).toEqual(names.toSorted());
      expect(await readlink(join(here, "back/link"))).toBe("sub/-rf");
      const { mode, mtimeMs, uid } = await stat(join(here, "back/script"));
      expect({ mode: mode & 0o7777, mtimeMs, uid }).toEqual({
        mode: 0o750,
        mtimeMs: 1e12,
        uid: (await stat(box.workspace)).uid,
      });
    });
  });

  it("names things as cp does, relative to the workspace, several at once", async () => {
    await withRun(sandbox, async (box) => {
      const here = await outside(box);
      await inside(box, "echo w > /workspace/w; mkdir -p /tmp/d/e; echo x > /tmp/d/x; echo -n > /tmp/d/-empty");
      await copied(box, "host:w", "host:/tmp/d/x", "host:/tmp/d/-empty", here);
      expect((await readdir(here)).toSorted()).toEqual(["-empty", "w", "x"]);
      await copied(box, "host:w", join(here, "x"));
      expect(await readFile(join(here, "x"), "utf8")).toBe("w\n");
      await copied(box, "host:/tmp/d", here);
      await copied(box, "host:/tmp/d", join(here, "renamed"));
      expect((await readdir(join(here, "renamed"))).toSorted()).toEqual(["-empty", "e", "x"]);
      const again = await box.moat(["cp", "host:/tmp/d", here]);
      expect({ code: again.code, stderr: again.stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/^moat: Could not copy to .*not merged\.\n {2}\S/),
      });
    });
  });

  it("names things as cp does on the way in, also into the workspace", async () => {
    await withRun(sandbox, async (box) => {
      const here = await outside(box);
      for (const name of ["w", "x"]) await writeFile(join(here, name), "w\n");
      await copied(box, join(here, "w"), join(here, "x"), "host:/tmp");
      await copied(box, join(here, "w"), "host:/tmp/new-name");
      expect(await inside(box, "cat /tmp/w /tmp/x /tmp/new-name")).toBe("w\nw\nw\n");
      // Into the workspace, which the run sees, too.
      await copied(box, "host:/tmp/new-name", box.workspace);
      expect(await inside(box, "cat /workspace/new-name")).toBe("w\n");
      expect(await box.json(["cp", "host:new-name", join(here, "y")])).toEqual([
        { source: "host:/workspace/new-name", destination: join(here, "y"), files: 1, bytes: 2 },
      ]);
    });
  });

  it(`copies ${BIG_MEGABYTES} MB out and in without holding it in memory`, async () => {
    if (!isFull) console.warn("copied: 64 MB; set MOAT_TEST_FULL=1 for 500 MB");
    await withRun(sandbox, async (box) => {
      const here = await outside(box);
      // Files that are not in memory inside: the workspace is a disk.
      await inside(box, `printf end > small; head -c ${BIG_MEGABYTES}000000 /dev/zero > big; printf end >> big`);
      const small = await peakKilobytes(box, "host:/workspace/small", join(here, "small"));
      const big = await peakKilobytes(box, "host:/workspace/big", join(here, "big"));
      expect((await stat(join(here, "big"))).size).toBe(BIG_MEGABYTES * 1_000_000 + 3);
      // What a copy takes beyond what moat takes anyway is less than the file.
      expect(big - small).toBeLessThan(Math.min(BIG_MEGABYTES, 200) * 900);
      await inside(box, "rm big");
      await copied(box, join(here, "big"), "host:/workspace/sub-big");
      expect(await inside(box, "tail -c 3 sub-big; stat -c ' %s' sub-big; rm sub-big")).toBe(
        `end ${BIG_MEGABYTES * 1_000_000 + 3}\n`,
      );
    });
  });

  it("is not fooled by a hostile tar", async () => {
    await withRun(sandbox, async (box) => {
      const here = await outside(box);
      // An image's tar that sends another archive than it is asked for: the agent inside has replaced it.
      const fakes: Readonly<Record<string, string>> = {
        climbing: "tar.real -P -cf /tmp/bad --transform 's,^,top/../../,' -C /tmp evil",
        absolute: "tar.real -P -cf /tmp/bad /tmp/evil",
        other: "tar.real -cf /tmp/bad -C /tmp evil",
        through:
          "cd /tmp/t1 && rm -rf top && ln -s / top && tar.real -cf /tmp/bad top && rm top && mkdir top && cp /tmp/evil top && tar.real -rf /tmp/bad top/evil",
        leading: "cd /tmp/t1 && rm -rf top && mkdir top && ln -s /etc/passwd top/l && tar.real -cf /tmp/bad top",
        device: "cd /tmp/t1 && rm -rf top && mkdir top && mkfifo top/p && tar.real -cf /tmp/bad top",
        noise: "head -c 20000 /dev/urandom > /tmp/bad",
        cut: "cd /tmp/t1 && rm -rf top && mkdir top && head -c 90000 /dev/zero > top/x && tar.real -cf - top | head -c 30000 > /tmp/bad",
      };
      const root = ["-u", "0:0"];
      await inside(box, "mkdir /tmp/t1; echo owned > /tmp/evil; mv $(command -v tar) /usr/bin/tar.real", root);
      await inside(box, "printf '#!/bin/sh\\ncat /tmp/bad\\n' > /usr/bin/tar; chmod 755 /usr/bin/tar", root);
      for (const [name, script] of Object.entries(fakes)) {
        await inside(box, script, root);
        const { code, stderr } = await box.moat(["cp", "host:/tmp/top", here]);
        expect({ name, code }).toEqual({ name, code: 1 });
        expect(stderr).toMatch(/^moat: (Refused to|Could not) copy .+\n {2}\S/);
        expect({ name, left: await readdir(here), staged: await staged(box) }).toEqual({ name, left: [], staged: [] });
      }
      await inside(
        box,
        "cd /tmp/t1 && rm -rf top && echo x > top && chmod 6755 top && tar.real -cf /tmp/bad top",
        root,
      );
      await copied(box, "host:/tmp/top", here);
      expect((await stat(join(here, "top"))).mode & 0o7777).toBe(0o755);
    });
  });

  it("does not follow a link that the run has put into the workspace", async () => {
    await withRun(sandbox, async (box) => {
      const here = await outside(box);
      await inside(box, `echo evil > /tmp/f; ln -s ${here} /workspace/trap; ln -s ${here}/planted /workspace/file`);
      const { code, stderr } = await box.moat(["cp", "host:/tmp/f", "trap/"]);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("leads out of the run's mount") });
      await copied(box, "host:/tmp/f", join(box.workspace, "file"));
      expect(await readdir(here)).toEqual([]);
      expect(await readFile(join(box.workspace, "file"), "utf8")).toBe("evil\n");
    });
  });
});

/** What copies have left below MOAT_HOME. */
async function staged(box: Box): Promise<readonly string[]> {
  return (await readdir(join(box.moatHome, "cache"))).filter((name) => name.startsWith("cp-"));
}

describe("moat cp", () => {
  it("tells what is wrong, with 2 for wrong usage and 1 for the rest", async () => {
    await withRun(["--no-sandbox"], async (box) => {
      const failures: readonly (readonly [number, RegExp, ...string[]])[] = [
        [2, /a source and a destination/, "a"],
        [2, /Neither the source/, "a", "b"],
        [2, /whole file system/, "host:/", "."],
        [1, /no run nosuch/, "nosuch:/a", "."],
        [1, /No such file/i, "host:/no/such", "."],
        [1, /there is no directory/, "host:/etc/passwd", "no/such/x"],
        [1, /is not a directory/, "host:/etc/passwd", "new/"],
        [1, /no such file/, "no-such", "host:/tmp"],
        [1, /Cannot open|No such file/i, "/etc/hostname", "host:/no/such/x"],
        [1, /not a directory of the run/, "/etc/hostname", "/etc/hosts", "host:/etc/passwd"],
      ];
      for (const [expected, message, ...words] of failures) {
        const { code, stderr } = await box.moat(["cp", ...words]);
        expect({ words, code, stderr }).toEqual({ words, code: expected, stderr: expect.stringMatching(message) });
        expect(stderr).toMatch(/^moat: .+\n {2}\S/);
      }
      expect(await staged(box)).toEqual([]);
      expect(await readdir(box.workspace)).toEqual([]);
    });
  });

  it("does not copy from a run that has ended, kept or not, and says where its workspace is", async () => {
    await using box = await Box.open();
    expect((await box.moat(["run", "--no-sandbox", "-n", "ended", "--", "true"])).code).toBe(0);
    const { code, stderr } = await box.moat(["cp", "ended:/etc/passwd", "."]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^moat: The run ended is not running: it has ended\.\n/);
    expect(stderr).toContain(box.workspace);
  });

  it("leaves nothing half-made when it is interrupted", async () => {
    await withRun(["--no-sandbox"], async (box) => {
      const here = await outside(box);
      await inside(box, "mkdir /tmp/d; mkfifo /tmp/never; head -c 3000000 /dev/zero > /tmp/d/a", ["-u", "0:0"]);
      await inside(
        box,
        "mv $(command -v tar) /usr/bin/tar.real; printf '#!/bin/sh\\ntar.real \"$@\"; exec sleep 1000\\n' > /usr/bin/tar; chmod 755 /usr/bin/tar",
        ["-u", "0:0"],
      );
      const copy = box.start(["cp", "host:/tmp/d", here]);
      await until("the copy has begun", async () => (await staged(box)).length > 0);
      copy.kill("SIGINT");
      expect((await copy.ended).code).toBe(130);
      expect(await readdir(here)).toEqual([]);
      expect(await staged(box)).toEqual([]);
    });
  });

  it("leaves out sockets, pipes and devices of this machine, and says so", async () => {
    await withRun(["--no-sandbox"], async (box) => {
      const here = await outside(box);
      await mkdir(join(here, "d"));
      await (await open(join(here, "d/a"), "w")).close();
      await box.startProgram("mkfifo", [join(here, "d/pipe")]).ended;
      const { code, stderr } = await box.moat(["cp", join(here, "d"), "host:/tmp"]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining("left out") });
      expect(await inside(box, "ls /tmp/d")).toBe("a\n");
    });
  });
});
