import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { reconcileRuns } from "../execute/reconcile-runs.ts";
import { type RunStore, openRunStore } from "../run-store.ts";
import { runScene } from "../testing/run-scene.ts";
import { sampleRecord } from "../testing/sample-record.ts";
import type * as SmallFiles from "./small-files.ts";

const reads = vi.hoisted(() => ({ count: 0 }));
vi.mock("./small-files.ts", async (importActual) => {
  const actual = await importActual<typeof SmallFiles>();
  return {
    ...actual,
    readFile: (...call: Parameters<typeof actual.readFile>) => {
      reads.count += 1;
      return actual.readFile(...call);
    },
  };
});

const MANY = 1000;
const exited = { status: "exited", exitCode: 0, signal: "", outOfMemory: false } as const;

let home: string;
let store: RunStore;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "moat-many-"));
  store = openRunStore(home);
  await store.installation();
});

afterEach(() => rm(home, { recursive: true, force: true }));

const idOf = (n: number) => `run_${n.toString(16).padStart(12, "0")}`;

/** As a moat that had no index has left them. */
async function addMany(count: number): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const createdAt = new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString();
      const record = sampleRecord({ id: idOf(n), name: `name-${n}`, createdAt, finishedAt: createdAt, state: exited });
      await mkdir(join(home, "runs", record.id), { recursive: true, mode: 0o700 });
      await writeFile(join(home, "runs", record.id, "run.json"), JSON.stringify(record));
    }),
  );
}

async function readsOf(action: () => Promise<unknown>): Promise<number> {
  reads.count = 0;
  await action();
  return reads.count;
}

describe("many ended runs", { timeout: 180_000 }, () => {
  it("are read once to make the index that is missing, and then cost no reads but for what is asked", async () => {
    await addMany(MANY);
    expect(await readsOf(() => store.page({ limit: 10, before: "" }))).toBeGreaterThanOrEqual(MANY);
    expect(await readdir(join(home, "ended"))).toHaveLength(MANY);

    expect(await readsOf(() => store.list({ all: false }))).toBe(0);
    expect(await readsOf(() => store.page({ limit: 10, before: "" }))).toBe(10);
    expect(await readsOf(() => store.find("name-500"))).toBe(1);
    expect(await readsOf(() => store.find(idOf(500).slice(4)))).toBe(1);
    expect(await readsOf(() => store.find("nobody").catch(() => undefined))).toBe(0);
    expect(await readsOf(() => store.endedIndex())).toBe(0);
    const { context } = runScene();
    expect(await readsOf(() => reconcileRuns({ ...context, store }))).toBe(0);
  });

  it("come in pages, newest first, of which none is in two and none is missing", async () => {
    await addMany(25);
    const seen: string[] = [];
    let before = "";
    do {
      const page = await store.page({ limit: 10, before });
      seen.push(...page.records.map(({ id }) => id));
      before = page.next;
      // Those that end meanwhile do not shift the pages.
      const fresh = sampleRecord({ id: `run_${String(seen.length).padStart(12, "f")}`, name: `new-${seen.length}` });
      await store.create({ ...fresh, createdAt: "2027-01-01T00:00:00.000Z" });
    } while (before !== "");
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => idOf(24 - n)));
    await expect(store.page({ limit: 10, before: "run_aaaaaaaaaaaa" })).rejects.toMatchObject({
      code: "RUN_NOT_FOUND",
    });
  });

  it("may lose their index, or have entries without a run: it is mended", async () => {
    await addMany(3);
    await store.page({ limit: 10, before: "" });
    await rm(join(home, "ended"), { recursive: true });
    expect((await store.find("name-1")).id).toBe(idOf(1));
    await rm(join(home, "runs", idOf(1)), { recursive: true });
    await writeFile(join(home, "ended", "no entry"), "");
    expect((await store.page({ limit: 10, before: "" })).records.map(({ id }) => id)).toEqual([idOf(2), idOf(0)]);
    expect((await readdir(join(home, "ended"))).filter((file) => file.includes(idOf(1)))).toEqual([]);
    await expect(store.find("name-1")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
  });

  it("and live ones that have lost their entry are live again", async () => {
    const record = sampleRecord({ id: idOf(7) });
    await store.create(record);
    await rm(join(home, "live", record.id));
    expect((await store.page({ limit: 10, before: "" })).records).toEqual([record]);
    expect(await store.liveIds()).toEqual([record.id]);
  });
});
