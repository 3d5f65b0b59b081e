import { MoatError } from "@moat/core";
import { expect, it } from "vitest";
import { type RunFinder, eachRun } from "./each-run.ts";

const ids: Readonly<Record<string, string>> = { nightly: "run_1", run_1: "run_1", "1": "run_1", other: "run_2" };

const store: RunFinder = {
  find(reference) {
    const id = ids[reference];
    if (id === undefined) return Promise.reject(new MoatError("RUN_NOT_FOUND", `There is no run ${reference}.`));
    return Promise.resolve({ id });
  },
};

it("does it once for each run, however often and by whatever it was named, in that order", async () => {
  const done: string[] = [];
  const named = ["other", "nightly", "run_1", "nobody", "1", "nobody", "other"];
  const results = await eachRun("remove", store, named, async (reference) => {
    done.push(reference);
    const { id } = await store.find(reference);
    return { json: { id }, text: reference };
  });
  expect(done).toEqual(["other", "nightly", "nobody"]);
  expect(results).toMatchObject({
    json: [
      { reference: "other", id: "run_2" },
      { reference: "nightly", id: "run_1" },
      { reference: "nobody", error: { code: "RUN_NOT_FOUND" } },
    ],
    text: "other\nnightly",
    exitCode: 1,
  });
});
