import { describe, expect, it } from "vitest";
import { AFTERMATHS, type Outcome, aftermath } from "./driver/aftermath.ts";
import { Box } from "./driver/box.ts";
import { EngineProxy } from "./driver/engine-proxy.ts";
import { until } from "./driver/until.ts";
import { WORK, placeWork } from "./driver/work.ts";

/** Somebody for whom moat has to look into the image, and to put files into the container. */
const SUDO = { SUDO_UID: "4242", SUDO_GID: "2424", SUDO_USER: "ada" };

// The requests of one `moat run` that change something in the engine, in order; and what becomes of the run when moat is
// killed after it has sent the request, and before it has heard of an answer: with the engine late, and with the engine done.
const REQUESTS: readonly (readonly [request: string, late: Outcome, done: Outcome])[] = [
  ["POST /containers/create", "failed", "failed"],
  ["DELETE /containers/ID", "failed", "failed"],
  ["POST /containers/create", "failed", "failed"],
  ["DELETE /containers/ID", "failed", "failed"],
  ["POST /containers/create", "failed", "failed"],
  ["PUT /containers/ID/archive", "failed", "failed"],
  ["POST /containers/ID/start", "failed", "goes on"],
  ["DELETE /containers/ID", "ended", "ended"],
];

const CASES = REQUESTS.flatMap(([request, late, done], index) => [
  { request, number: index + 1, when: "before" as const, outcome: late },
  { request, number: index + 1, when: "after" as const, outcome: done },
]);

describe.concurrent("moat run, killed while the engine has its request", () => {
  it.for(CASES)("$number: $request, $when the engine obeys: $outcome", async ({ number, when, outcome }) => {
    await using box = await Box.open();
    await placeWork(box);
    if (outcome === "ended") await box.write("go", "");
    await using proxy = await EngineProxy.open(box, { request: number, when });
    const run = box.start(["run", "-n", "victim", "--", ...WORK], { env: { ...SUDO, ...proxy.env } });
    await proxy.held();
    run.kill("SIGKILL");
    await run.ended;
    // The next command comes while the engine is still busy; what that does afterwards it does for nobody.
    await box.json(["list"]);
    await proxy.letGo();
    expect(await aftermath(box)).toEqual(AFTERMATHS[outcome]);
  });

  it("while it proves the sandbox: moat clean removes what is left", async () => {
    await using box = await Box.fresh();
    await using proxy = await EngineProxy.open(box, { request: 1, when: "after" });
    const run = box.start(["run", "--", "true"], { env: proxy.env });
    await proxy.held();
    run.kill("SIGKILL");
    await run.ended;
    expect((await box.moat(["clean"])).code).toBe(0);
    expect(await box.leftovers()).toEqual([]);
  });

  it("the requests are those that are tested above", async () => {
    await using box = await Box.open();
    await using proxy = await EngineProxy.open(box);
    expect(await box.moat(["run", "--", "true"], { env: { ...SUDO, ...proxy.env } })).toMatchObject({ code: 0 });
    await until("the last is there", () => proxy.changes.length >= REQUESTS.length);
    expect(proxy.changes).toEqual(REQUESTS.map(([request]) => request));
  });
});
