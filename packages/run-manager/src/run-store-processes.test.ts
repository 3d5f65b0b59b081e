import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newRunId } from "./run-id.ts";
import { isTerminal } from "./run-state.ts";
import { type RunStore, openRunStore } from "./run-store.ts";
import { inProcess } from "./testing/in-process.ts";
import { sampleRecord } from "./testing/sample-record.ts";

const isRoot = process.geteuid?.() === 0;

let home: string;
let store: RunStore;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "moat-store-"));
  store = openRunStore(home);
});

afterEach(() => rm(home, { recursive: true, force: true }));

async function add() {
  const id = newRunId();
  const record = sampleRecord({ id, name: `name-${id}`, env: [] });
  await store.create(record);
  return record.id;
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe("processes at once", { timeout: 180_000 }, () => {
  it("agree on the installation id", async () => {
    const lines = await Promise.all(times(6, () => inProcess(home, "print(await store.installation());").output));
    expect(new Set(lines)).toEqual(new Set([`${await store.readInstallation()}\n`]));
  });

  it("lose no update", async () => {
    const id = await add();
    await Promise.all(
      times(
        4,
        (writer) =>
          inProcess(
            home,
            `for (let i = 0; i < 25; i += 1)
             await store.update("${id}", (old) => ({ ...old, env: [...old.env, "${writer}-" + i] }));`,
          ).output,
      ),
    );
    const wanted = times(4, (writer) => times(25, (i) => `${writer}-${i}`)).flat();
    expect((await store.read(id)).env.toSorted()).toEqual(wanted.toSorted());
  });

  it("agree on one end, which no later word of others overwrites", async () => {
    for (let round = 0; round < 3; round += 1) {
      const id = await add();
      const ends = times(3, (writer) =>
        inProcess(
          home,
          `const end = { status: "exited", exitCode: ${writer}, signal: "", outOfMemory: false };
           const record = await store.update("${id}", (old) => ({ ...old, state: end }));
           print(String(record.state.exitCode));`,
        ),
      );
      const others = times(3, () =>
        inProcess(
          home,
          `for (let i = 0; i < 50; i += 1)
             await store.update("${id}", (old) => ({ ...old, containerId: String(Math.random()), state: { status: "running" } }));`,
        ),
      );
      const codes = new Set(await Promise.all(ends.map(({ output }) => output)));
      await Promise.all(others.map(({ output }) => output));
      const record = await store.read(id);
      expect(codes).toEqual(new Set([`${record.state.status === "exited" ? record.state.exitCode : "none"}\n`]));
      expect(await readdir(join(home, "runs", id))).toEqual(["run.json"]);
    }
  });

  it("give a name to one of them", async () => {
    for (let round = 0; round < 3; round += 1) {
      const ids = times(5, () => newRunId());
      const outcomes = await Promise.all(
        ids.map(
          (id) =>
            inProcess(
              home,
              `const record = ${JSON.stringify({ ...sampleRecord(), id, name: `same-${round}` })};
               print(await store.create(record).then(() => "created", (error) => error.code));`,
            ).output,
        ),
      );
      expect(outcomes.toSorted()).toEqual([...times(4, () => "RUN_NAME_TAKEN\n"), "created\n"]);
      expect(await store.liveIds()).toHaveLength(round + 1);
    }
  });

  it("read whole records while others write, end and remove them", async () => {
    const ids = await Promise.all(
      times(4, async (index) => {
        const record = sampleRecord({ id: newRunId(), name: `n-${index}` });
        await store.create(record);
        return record.id;
      }),
    );
    const writer = inProcess(
      home,
      `for (const id of ${JSON.stringify(ids)}) {
         for (let i = 0; i < 20; i += 1) await store.update(id, (old) => ({ ...old, containerId: String(i) }));
         await store.update(id, (old) => ({ ...old, state: { status: "lost" } }));
         await store.settle(id);
         await store.remove(id);
       }`,
    );
    while (writer.child.exitCode === null) {
      const { problems } = await store.list({ all: true });
      expect(problems).toEqual([]);
    }
    expect(await writer.output).toBe("");
    expect(await store.list({ all: true })).toEqual({ records: [], problems: [] });
  });
});

describe("the index of ended runs", { timeout: 180_000 }, () => {
  it("has every run that ended, while processes end, rename, page and remove at once", async () => {
    const ids = await Promise.all(times(12, add));
    const quarter = (n: number) => JSON.stringify(ids.slice(n * 4, n * 4 + 4));
    const enders = times(3, (n) =>
      inProcess(
        home,
        `for (const id of ${quarter(n)}) {
           await store.update(id, (old) => ({ ...old, state: { status: "lost" } }));
           await store.settle(id);
           await store.rename(id, "renamed-" + id);
           if (${n} === 2) await store.remove(id);
         }`,
      ),
    );
    const readers = times(2, () =>
      inProcess(
        home,
        `for (let i = 0; i < 10; i += 1)
           for (const problem of (await store.page({ limit: 5, before: "" })).problems) print(problem.message);`,
      ),
    );
    expect(await Promise.all([...enders, ...readers].map(({ output }) => output))).toEqual(times(5, () => ""));
    const { records, next } = await store.page({ limit: 100, before: "" });
    expect(records.map(({ id }) => id).toSorted()).toEqual(ids.slice(0, 8).toSorted());
    expect(next).toBe("");
    for (const id of ids.slice(0, 8)) expect((await store.find(`renamed-${id}`)).id).toBe(id);
    expect(await store.liveIds()).toEqual([]);
  });
});

describe("a writer that is killed", { timeout: 180_000 }, () => {
  it("while it renames, leaves a run with the name that its record has, and no name that nobody can have", async () => {
    const id = await add();
    for (let round = 0; round < 4; round += 1) {
      const { child, output } = inProcess(
        home,
        `print("go");
         for (let i = 0; i < 1000; i += 1) await store.rename("${id}", "n-${round}-" + i);`,
      );
      await once(child.stdout ?? child, "data");
      await setTimeout(5 + round * 7);
      child.kill("SIGKILL");
      await output;
      const { name } = await store.read(id);
      expect((await store.find(name)).id).toBe(id);
      const same = sampleRecord({ id: newRunId(), name });
      await expect(store.create(same)).rejects.toMatchObject({ code: "RUN_NAME_TAKEN" });
      for (const left of await readdir(join(home, "names"))) {
        if (left === name || left.startsWith(".")) continue;
        const other = sampleRecord({ id: newRunId(), name: left });
        await store.create(other);
        await store.remove(other.id);
      }
    }
  });

  it("leaves a whole record, which the next one goes on with", async () => {
    for (let round = 0; round < 8; round += 1) {
      const id = await add();
      const { child, output } = inProcess(
        home,
        `print("go");
         for (let i = 0; i < 1000; i += 1) await store.update("${id}", (old) => ({ ...old, containerId: String(i) }));`,
      );
      await once(child.stdout ?? child, "data");
      await setTimeout(round * 5);
      child.kill("SIGKILL");
      await output;
      const before = await store.read(id);
      const after = await store.update(id, (old) => ({ ...old, imageId: "sha256:1", state: { status: "lost" } }));
      expect(after).toEqual({ ...before, imageId: "sha256:1", state: { status: "lost" } });
      await store.settle(id);
      expect(await readdir(join(home, "runs", id))).toEqual(["run.json"]);
    }
  });

  it("while it makes runs, leaves none that is out of the index, and no name that nobody can have", async () => {
    for (let round = 0; round < 8; round += 1) {
      const { child, output } = inProcess(
        home,
        `import { randomBytes } from "node:crypto";
         const record = ${JSON.stringify(sampleRecord())};
         for (let i = 0; i < 1000; i += 1) {
           // However slow the disk is: there is something to look at afterwards.
           if (i === 1) print("go");
           const id = "run_" + randomBytes(6).toString("hex");
           await store.create({ ...record, id, name: "n-${round}-" + i });
         }`,
      );
      await once(child.stdout ?? child, "data");
      await setTimeout(5 + round * 5);
      child.kill("SIGKILL");
      await output;
    }
    const live = await store.liveIds();
    const { records, problems } = await store.list({ all: true });
    expect(problems).toEqual([]);
    expect(records.length).toBeGreaterThan(0);
    expect(records.filter(({ id }) => !live.includes(id))).toEqual([]);
    for (const { id } of records) {
      const ended = await store.update(id, (old) => ({ ...old, state: { status: "lost" } }));
      expect(isTerminal(ended.state)).toBe(true);
      await store.create(sampleRecord({ id: newRunId(), name: ended.name }));
    }
  });
});

describe.runIf(isRoot)("another user (needs root)", { timeout: 180_000 }, () => {
  const uid = 65_534;
  // Become that user late: Node itself may be where only root can start it.
  const codeOf = `
    process.setgroups([]);
    process.setegid(${uid});
    process.seteuid(${uid});
    const codeOf = (error) => print(error.code + " " + error.message);`;

  it("cannot use a home that belongs to somebody else", async () => {
    await chmod(home, 0o755);
    const text = await inProcess(home, `${codeOf} await store.list({ all: true }).catch(codeOf);`).output;
    expect(text).toBe(`HOME_UNUSABLE ${home} belongs to user 0, and moat runs as user ${uid}.\n`);
  });

  it("cannot have its home used by root", async () => {
    await chown(home, uid, uid);
    await expect(store.installation()).rejects.toMatchObject({
      code: "HOME_UNUSABLE",
      details: { owner: uid, user: 0 },
    });
    expect(await readdir(home)).toEqual([]);
  });

  it("is told when the directory above may not be written", async () => {
    await chmod(home, 0o755);
    const below = join(home, "sub");
    const text = await inProcess(below, `${codeOf} await store.installation().catch(codeOf);`).output;
    expect(text).toBe(`HOME_UNUSABLE moat's directory ${below} may not be used by this user.\n`);
  });

  it("is told when a directory inside may not be read", async () => {
    await chmod(home, 0o755);
    await mkdir(join(home, "own"));
    await chown(join(home, "own"), uid, uid);
    await mkdir(join(home, "own", "runs"), { mode: 0o700 });
    const own = join(home, "own");
    const text = await inProcess(own, `${codeOf} await store.list({ all: true }).catch(codeOf);`).output;
    expect(text).toBe(`HOME_UNUSABLE moat's directory ${own} may not be used by this user.\n`);
  });
});
