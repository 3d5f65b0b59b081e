import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newRunId } from "../run-id.ts";
import { type RunStore, openRunStore } from "../run-store.ts";
import { inProcess } from "../testing/in-process.ts";
import { sampleRecord } from "../testing/sample-record.ts";

/** No process has this id: it is above what the kernel gives. */
const DEAD_PID = 2 ** 22 + 1;

let home: string;
let store: RunStore;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "moat-rename-"));
  store = openRunStore(home);
});

afterEach(() => rm(home, { recursive: true, force: true }));

async function add(name: string) {
  const record = sampleRecord({ id: newRunId(), name });
  await store.create(record);
  return record.id;
}

const end = (id: string) => store.update(id, (now) => ({ ...now, state: { status: "lost" } }));

describe("rename", () => {
  it("moves the name of a live run: the new one is taken, the old one free", async () => {
    const id = await add("old");
    expect(await store.rename(id, "new")).toMatchObject({ id, name: "new" });
    expect((await store.find("new")).id).toBe(id);
    await expect(store.find("old")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    await expect(add("new")).rejects.toMatchObject({ code: "RUN_NAME_TAKEN", details: { id } });
    await add("old");
    await expect(store.rename(id, "old")).rejects.toMatchObject({ code: "RUN_NAME_TAKEN" });
    expect((await store.read(id)).name).toBe("new");
    expect((await store.rename(id, "new")).name).toBe("new");
    await end(id);
    expect(await readdir(join(home, "names"))).toEqual(["old"]);
  });

  it("goes there and back", async () => {
    const id = await add("a");
    for (const name of ["b", "a", "b", "a"]) await store.rename(id, name);
    expect(await readdir(join(home, "names"))).toEqual(["a"]);
  });

  it("gives an ended run any name, and finds it by that only", async () => {
    const id = await add("old");
    await end(id);
    await store.settle(id);
    await add("busy");
    await store.rename(id, "busy");
    await expect(store.find("old")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    expect((await store.read(id)).name).toBe("busy");
    expect((await store.find("busy")).id).not.toBe(id);
    expect((await store.endedIndex()).map(({ name }) => name)).toEqual(["busy"]);
  });

  it("of an ended run that was killed in the middle leaves one run, by the name that its record has", async () => {
    const id = await add("old");
    await end(id);
    await store.settle(id);
    const [entry] = await store.endedIndex();
    const second = join(home, "ended", entry?.file.replace(" old", " new") ?? "");
    const names = async () => [
      (await store.endedIndex()).map((one) => one.id),
      (await store.page({ limit: 9, before: "" })).records.map(({ name }) => name),
      (await readdir(join(home, "ended"))).map((file) => file.split(" ").at(-1)),
    ];
    // Before the record said so.
    await writeFile(second, "");
    await expect(store.find("new")).rejects.toMatchObject({ code: "RUN_NOT_FOUND" });
    await writeFile(second, "");
    expect(await names()).toEqual([[id], ["old"], ["old"]]);
    // After that.
    await store.rename(id, "new");
    await writeFile(join(home, "ended", entry?.file ?? ""), "");
    expect((await store.find("new")).id).toBe(id);
    expect(await names()).toEqual([[id], ["new"], ["new"]]);
  });

  it("of an ended run changes nothing when it cannot be entered by its new name", async () => {
    const id = await add("old");
    await end(id);
    await store.settle(id);
    await rm(join(home, "ended"), { recursive: true });
    await writeFile(join(home, "ended"), "");
    await expect(store.rename(id, "new")).rejects.toThrow("is not a directory");
    expect((await store.read(id)).name).toBe("old");
  });

  it.each(["", "../x", ".hidden", "a/b"])("refuses %j", async (name) => {
    const id = await add("old");
    await expect(store.rename(id, name)).rejects.toMatchObject({ code: "NAME_INVALID" });
  });

  it("that was killed before the record said so leaves the name to who asks for it", async () => {
    const id = await add("old");
    const place = join(home, "names", "new");
    await mkdir(place);
    await writeFile(join(place, `${id}.${process.ppid}.aaaa`), "");
    await utimes(join(place, `${id}.${process.ppid}.aaaa`), new Date(), new Date());
    await expect(add("new")).rejects.toMatchObject({ code: "RUN_NAME_TAKEN" });
    await rm(join(place, `${id}.${process.ppid}.aaaa`));
    await writeFile(join(place, `${id}.${DEAD_PID}.aaaa`), "");
    const other = await add("new");
    expect((await store.find("new")).id).toBe(other);
    expect((await store.find("old")).id).toBe(id);
  });

  it("that was killed before it let go of the old name leaves that to who asks for it", async () => {
    const id = await add("old");
    await store.rename(id, "new");
    await mkdir(join(home, "names", "old"));
    await writeFile(join(home, "names", "old", id), "");
    expect((await store.find("new")).id).toBe(id);
    await add("old");
  });

  it("by many processes, to one name at once, works for one of them", { timeout: 180_000 }, async () => {
    const ids = await Promise.all(["a", "b", "c", "d"].map(add));
    const outcomes = await Promise.all(
      ids.map(
        (id) =>
          inProcess(home, `print(await store.rename("${id}", "wanted").then(() => "renamed", (error) => error.code));`)
            .output,
      ),
    );
    expect(outcomes.toSorted()).toEqual([...Array.from({ length: 3 }, () => "RUN_NAME_TAKEN\n"), "renamed\n"]);
    const names = await Promise.all(ids.map(async (id) => (await store.read(id)).name));
    expect(names.filter((name) => name === "wanted")).toHaveLength(1);
    expect((await readdir(join(home, "names"))).toSorted()).toEqual(names.toSorted());
  });
});
