import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newRunId } from "../run-id.ts";
import type { RunRecord } from "../run-record.ts";
import type { RunState } from "../run-state.ts";
import { type RunStore, openRunStore } from "../run-store.ts";
import { sampleRecord } from "../testing/sample-record.ts";

const exited: RunState = { status: "exited", exitCode: 3, signal: "", outOfMemory: false };

let home: string;
let store: RunStore;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "moat-find-"));
  store = openRunStore(home);
});

afterEach(() => rm(home, { recursive: true, force: true }));

async function add(given: Partial<RunRecord> = {}) {
  const record = sampleRecord({ id: newRunId(), ...given });
  await store.create(record);
  return record;
}

describe("find", () => {
  it("takes an id, a prefix with or without run_, or a name", async () => {
    const a = await add({ id: "run_aaaa00000000", name: "one" });
    const b = await add({ id: "run_aabb00000000", name: "two" });
    for (const reference of ["run_aaaa00000000", "run_aaa", "aaa", "one"]) {
      expect(await store.find(reference)).toEqual(a);
    }
    expect(await store.find("aab")).toEqual(b);
    await expect(store.find("a")).rejects.toMatchObject({
      code: "RUN_AMBIGUOUS",
      hint: "Give more of the id, or a name: run_aaaa00000000 (one), run_aabb00000000 (two)",
      details: { ids: [a.id, b.id] },
    });
    for (const reference of ["run_", "", "c", "three", "../x", "run_aaaa00000001"]) {
      await expect(store.find(reference)).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    }
  });

  it("prefers a live run's name, then a prefix, then the newest ended run of that name", async () => {
    const end = (id: string) => store.update(id, (old) => ({ ...old, state: exited }));
    const older = await add({ id: "run_110000000000", name: "cafe", createdAt: "2026-01-01T00:00:00.000Z" });
    await end(older.id);
    const newer = await add({ id: "run_220000000000", name: "cafe", createdAt: "2026-01-02T00:00:00.000Z" });
    await end(newer.id);
    expect((await store.find("cafe")).id).toBe(newer.id);
    const prefixed = await add({ id: "run_cafe00000000", name: "other" });
    expect((await store.find("cafe")).id).toBe(prefixed.id);
    const live = await add({ id: "run_330000000000", name: "cafe", createdAt: "2025-01-01T00:00:00.000Z" });
    expect((await store.find("cafe")).id).toBe(live.id);
  });

  it("names the file when the run's record is damaged", async () => {
    const { id } = await add();
    await writeFile(join(home, "runs", id, "run.json"), "{");
    await expect(store.find(id.slice(0, 10))).rejects.toMatchObject({ code: "RECORD_UNREADABLE" });
  });
});
