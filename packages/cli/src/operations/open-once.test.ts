import { expect, it } from "vitest";
import { openOnce } from "./open-once.ts";

/** Opens engines that are nothing but let go of, and counts both. */
function counted() {
  const counts = { opened: 0, disposed: 0 };
  const dispose = () => {
    counts.disposed += 1;
    return Promise.resolve();
  };
  const open = () => {
    counts.opened += 1;
    return Promise.resolve({ runtime: { [Symbol.asyncDispose]: dispose } });
  };
  return { counts, open };
}

it("opens once for many, and lets go", async () => {
  const { counts, open } = counted();
  {
    await using engine = openOnce(open);
    expect(new Set(await Promise.all([engine.open(), engine.open(), engine.open()])).size).toBe(1);
    expect(counts).toEqual({ opened: 1, disposed: 0 });
  }
  expect(counts).toEqual({ opened: 1, disposed: 1 });
});

it("opens nothing that nobody needs, and has nothing to let go of when it could not be opened", async () => {
  const { counts, open } = counted();
  await openOnce(open)[Symbol.asyncDispose]();
  expect(counts).toEqual({ opened: 0, disposed: 0 });
  await using broken = openOnce(() => Promise.reject(new Error("no engine")));
  await expect(broken.open()).rejects.toThrow("no engine");
});
