import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newRunId } from "./run-id.ts";
import type { RunState } from "./run-state.ts";
import { type RunStore, openRunStore } from "./run-store.ts";
import { sampleRecord } from "./testing/sample-record.ts";

const exited: RunState = { status: "exited", exitCode: 3, signal: "", outOfMemory: false };

let parent: string;
let home: string;
let store: RunStore;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "moat store "));
  home = join(parent, "nested", "home");
  store = openRunStore(home);
});

afterEach(() => rm(parent, { recursive: true, force: true }));

async function add(given: Parameters<typeof sampleRecord>[0] = {}) {
  const record = sampleRecord({ id: newRunId(), name: `name-${newRunId().slice(4)}`, ...given });
  await store.create(record);
  return record;
}

function recordFile(id: string): string {
  return join(home, "runs", id, "run.json");
}

describe("a home that does not exist", () => {
  it("is not made by what only reads", async () => {
    expect(await store.list({ all: true })).toEqual({ records: [], problems: [] });
    expect(await store.liveIds()).toEqual([]);
    expect(await store.readInstallation()).toBe("");
    await expect(store.find("x")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    await expect(store.update(newRunId(), (record) => record)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    await store.remove(newRunId());
    await store.settle(newRunId());
    expect(existsSync(home)).toBe(false);
  });

  it("is made for nobody else's eyes", async () => {
    const { id } = await add();
    for (const directory of ["", "runs", "live", "names", `runs/${id}`]) {
      expect((await stat(join(home, directory))).mode & 0o777).toBe(0o700);
    }
    expect((await stat(join(home, "runs", id, "run.json"))).mode & 0o777).toBe(0o600);
  });
});

describe("a record", () => {
  it("comes back as it was written, and after each change", async () => {
    const record = await add();
    expect(await store.read(record.id)).toEqual(record);
    const running = await store.update(record.id, (old) => ({
      ...old,
      containerId: "c1",
      state: { status: "running" },
    }));
    expect(running).toEqual({ ...record, containerId: "c1", state: { status: "running" } });
    expect(await store.read(record.id)).toEqual(running);
    const isolation = {
      kind: "gvisor",
      runtime: "runsc",
      proof: { method: "guest", provedAt: "2026-01-02T03:04:05Z", source: "fresh", guestKernel: "4.4.0" },
    } as const;
    await store.update(record.id, (old) => ({ ...old, isolation }));
    expect(await store.read(record.id)).toEqual({ ...running, isolation });
  });

  it("keeps one file when the run has ended, and never changes again", async () => {
    const { id } = await add();
    await store.update(id, (old) => ({ ...old, state: { status: "running" } }));
    const ended = await store.update(id, (old) => ({ ...old, finishedAt: "later", state: exited }));
    expect(await readdir(join(home, "runs", id))).toEqual(["run.json"]);
    const after = await store.update(id, (old) => ({ ...old, state: { status: "lost" } }));
    expect(after).toEqual(ended);
    expect(await store.read(id)).toEqual(ended);
  });

  it("does not go backward, and keeps its id", async () => {
    const { id } = await add();
    await store.update(id, (old) => ({ ...old, state: { status: "stopping" } }));
    const later = await store.update(id, (old) => ({
      ...old,
      id: "run_x",
      startedAt: "t",
      state: { status: "running" },
    }));
    expect(later).toMatchObject({ id, startedAt: "t", state: { status: "stopping" } });
  });

  it("is not written when nothing changes", async () => {
    const { id } = await add();
    await store.update(id, (old) => ({ ...old }));
    expect(await readdir(join(home, "runs", id))).toEqual(["run.json"]);
  });

  it("can be removed, twice, with its name and its index entry", async () => {
    const { id, name } = await add();
    await store.remove(id);
    await store.remove(id);
    await expect(store.read(id)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    expect(await store.liveIds()).toEqual([]);
    await add({ name });
  });

  it("of a text that is no run id is not there", async () => {
    await add();
    await expect(store.read("../installation")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    expect(() => store.logPath("..")).toThrow(/not a run id/);
  });
});

describe("the index", () => {
  it("has a run until it is settled, which needs its end", async () => {
    const { id } = await add();
    await expect(store.settle(id)).rejects.toMatchObject({ code: "INTERNAL" });
    await store.update(id, (old) => ({ ...old, state: exited }));
    expect(await store.liveIds()).toEqual([id]);
    expect((await store.list({ all: false })).records).toEqual([]);
    const ours = `.log-${process.pid}-1`;
    // No process has an id as high as that.
    for (const name of [".log-99999999-1", ".tmp-1", ours, "log"]) await writeFile(join(home, "runs", id, name), "");
    await store.settle(id);
    await store.settle(id);
    expect(await store.liveIds()).toEqual([]);
    expect((await readdir(join(home, "runs", id))).toSorted()).toEqual([ours, "log", "run.json"]);
    expect((await store.list({ all: true })).records).toHaveLength(1);
  });

  it("keeps an entry without a run while that run may be in the making", async () => {
    await store.installation();
    const id = newRunId();
    await mkdir(join(home, "live"), { recursive: true });
    await writeFile(join(home, "live", id), "");
    expect((await store.list({ all: false })).problems).toEqual([]);
    await store.settle(id);
    expect(await store.liveIds()).toEqual([id]);
    await utimes(join(home, "live", id), new Date(0), new Date(0));
    await store.settle(id);
    expect(await store.liveIds()).toEqual([]);
  });
});

describe("list", () => {
  it("is newest first and goes on past records that cannot be read", async () => {
    const old = await add({ createdAt: "2026-01-01T00:00:00.000Z" });
    const fresh = await add({ createdAt: "2026-01-03T00:00:00.000Z" });
    const broken = await add();
    const newer = await add();
    const other = await add();
    await writeFile(recordFile(broken.id), '{"schema":1,');
    await writeFile(recordFile(newer.id), '{"schema":2}');
    await writeFile(recordFile(other.id), await readFile(recordFile(old.id)));
    const { records, problems } = await store.list({ all: true });
    expect(records.map(({ id }) => id)).toEqual([fresh.id, old.id]);
    expect(problems.map(({ code }) => code)).toEqual(["RECORD_UNREADABLE", "RECORD_UNREADABLE", "RECORD_UNREADABLE"]);
    const messages = problems.map(({ message }) => message).join("\n");
    expect(messages).toContain(`The record ${recordFile(broken.id)} is damaged.`);
    expect(messages).toContain(`The record ${recordFile(newer.id)} was written by a newer moat (schema 2).`);
    await store.remove(broken.id);
    await expect(store.read(broken.id)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  });

  it.each([
    ["null", "null"],
    ["a list", "[]"],
    ["no state", JSON.stringify({ ...sampleRecord(), state: undefined })],
    ["a state of another kind", JSON.stringify(sampleRecord()).replace('"created"', '"flying"')],
    ["half an end", JSON.stringify(sampleRecord()).replace('"status":"created"', '"status":"exited"')],
    ["a number for a text", JSON.stringify(sampleRecord()).replace('"calm-otter"', "7")],
    ["a NUL-filled file", "\0".repeat(100)],
    ["nothing", ""],
  ])("calls a record damaged that is %s", async (_, text) => {
    const { id } = await add({ id: "run_0123456789ab" });
    await writeFile(join(home, "runs", id, "run.json"), text);
    await expect(store.read(id)).rejects.toMatchObject({ code: "RECORD_UNREADABLE" });
  });

  it("says so when a run's directory has no record in it", async () => {
    const { id } = await add();
    await rm(join(home, "runs", id, "run.json"));
    await expect(store.read(id)).rejects.toMatchObject({ code: "RECORD_UNREADABLE" });
  });
});

describe("names", () => {
  it("belong to one live run", async () => {
    const first = await add({ name: "same" });
    const id = newRunId();
    await expect(store.create(sampleRecord({ id, name: "same" }))).rejects.toMatchObject({
      code: "RUN_NAME_TAKEN",
      details: { name: "same", id: first.id },
    });
    expect(await store.liveIds()).toEqual([first.id]);
    expect((await readdir(join(home, "runs"))).toSorted()).toEqual([first.id]);
    expect(await readdir(join(home, "names"))).toEqual(["same"]);
  });

  it("are free when their run has ended, settled or not", async () => {
    const first = await add({ name: "same" });
    await store.update(first.id, (old) => ({ ...old, state: exited }));
    expect(await readdir(join(home, "names"))).toEqual([]);
    await add({ name: "same" });
  });

  it("are taken from a run whose process was killed before it let go", async () => {
    const first = await add({ name: "same" });
    await rm(join(home, "runs", first.id), { recursive: true });
    const second = await add({ name: "same" });
    expect(await readdir(join(home, "names", "same"))).toEqual([second.id]);
  });

  it.each(["", ".", "..", "a/b", ".hidden"])("cannot be %j", async (name) => {
    await expect(add({ name })).rejects.toMatchObject({ code: "NAME_INVALID" });
    expect(await store.liveIds()).toEqual([]);
  });
});

describe("an installation id", () => {
  it("is made once", async () => {
    const id = await store.installation();
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    expect(await openRunStore(home).installation()).toBe(id);
    expect(await store.readInstallation()).toBe(id);
  });

  it("is not replaced when its file is damaged", async () => {
    await store.installation();
    await writeFile(join(home, "installation"), "oops");
    await expect(store.installation()).rejects.toMatchObject({ code: "HOME_UNUSABLE" });
    await writeFile(join(home, "installation"), "");
    await expect(store.installation()).rejects.toMatchObject({ code: "HOME_UNUSABLE" });
  });
});

describe("a home that cannot be used", () => {
  it("is a file, or below one", async () => {
    const file = join(parent, "file");
    await writeFile(file, "");
    for (const path of [file, join(file, "home")]) {
      await expect(openRunStore(path).installation()).rejects.toMatchObject({
        code: "HOME_UNUSABLE",
        message: `moat's directory ${path} is not a directory.`,
      });
    }
    await expect(openRunStore(file).list({ all: true })).rejects.toMatchObject({ code: "HOME_UNUSABLE" });
  });

  it("is a link that leads nowhere", async () => {
    const link = join(parent, "link");
    await symlink(join(parent, "missing", "below"), link);
    await expect(openRunStore(link).installation()).rejects.toMatchObject({
      code: "HOME_UNUSABLE",
      message: `moat's directory ${link} cannot be made.`,
    });
  });
});
