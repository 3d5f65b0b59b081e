import { chmod, readFile, readdir, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { openSocket } from "./driver/engine.ts";
import { until } from "./driver/until.ts";

/** An ordinary user: nothing is unreadable for root. */
const ADA = { uid: 4242, gid: 2424 };

const DAMAGES: readonly (readonly [what: string, says: RegExp, damage: (file: string) => Promise<void>])[] = [
  ["cut off", /is damaged/, async (file) => truncate(file, Math.floor((await readFile(file)).length / 2))],
  ["empty", /is damaged/, (file) => truncate(file, 0)],
  ["not to be read", /cannot be read \(EACCES\)/, (file) => chmod(file, 0)],
  [
    "of a newer moat",
    /written by a newer moat \(schema 99\)/,
    async (file) => {
      await writeFile(file, JSON.stringify({ ...Object(JSON.parse(await readFile(file, "utf8"))), schema: 99 }));
    },
  ],
];

describe("a record", () => {
  beforeAll(openSocket);

  it.for(DAMAGES)("that is %s stands in the way of no other run, and is told", async ([, says, damage]) => {
    await using box = await Box.open();
    await box.giveTo(ADA, [box.home, box.workspace, box.moatHome]);
    const moat = (...args: string[]) => box.moat(args, { user: ADA });
    const started = await moat("run", "-d", "-n", "damaged", "--", "sleep", "1000");
    const id = started.stdout.toString().trim();
    expect((await moat("run", "-d", "-n", "whole", "--", "sh", "-c", "echo said; exit 3")).code).toBe(0);
    const directory = join(box.moatHome, "runs", id);
    for (const name of await readdir(directory)) await damage(join(directory, name));

    await until("the other has ended", async () => (await box.states()).includes("exited"));
    const list = await moat("list", "--all", "--json");
    expect(list).toMatchObject({ code: 0, stderr: expect.stringMatching(says) });
    expect(JSON.parse(list.stdout.toString())).toMatchObject([{ name: "whole", state: { exitCode: 3 } }]);
    expect((await moat("logs", "whole")).stdout.toString()).toBe("said\n");
    for (const command of ["stop", "logs"]) {
      const { code, stderr } = await moat(command, id);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(says) });
      expect(stderr).toMatch(/\n {2}\S/);
    }
    // It is neither stopped nor forgotten on the word of a file that says nothing.
    expect(await box.states()).toEqual(["running"]);
    expect(await moat("clean")).toMatchObject({ code: 0, stderr: expect.stringContaining("moat clean --force") });
    expect(await box.states()).toEqual(["running"]);
    expect((await moat("clean", "--force")).code).toBe(0);
    expect(await box.leftovers()).toEqual([]);
  });
});
