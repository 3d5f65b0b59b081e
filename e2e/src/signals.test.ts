import { createServer } from "node:net";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { until } from "./driver/until.ts";

const trapping = (signal: string, then: string) => [
  "sh",
  "-c",
  `trap '${then}' ${signal}; echo ready; while :; do sleep 0.1; done`,
];

describe("signals", () => {
  it.for<[NodeJS.Signals, string]>([
    ["SIGINT", "INT"],
    ["SIGTERM", "TERM"],
    ["SIGQUIT", "QUIT"],
    ["SIGUSR1", "USR1"],
  ])("%s goes to the command", async ([signal, name]) => {
    await using box = await Box.open();
    const run = box.start(["run", "--", ...trapping(name, "echo caught; exit 7")]);
    await run.says("ready");
    run.kill(signal);
    const { code, stdout } = await run.ended;
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 7, stdout: "ready\ncaught\n" });
  });

  it("a command that handles no signal ends by it", async () => {
    await using box = await Box.open();
    const run = box.start(["run", "--", "sh", "-c", "echo ready; exec sleep 100"]);
    await run.says("ready");
    run.kill("SIGTERM");
    expect((await run.ended).code).toBe(143);
  });

  it("a second SIGINT ends what ignores the first", async () => {
    await using box = await Box.open();
    const run = box.start(["run", "--", ...trapping("INT", "echo ignored")]);
    await run.says("ready");
    run.kill("SIGINT");
    await run.says("ignored");
    run.kill("SIGINT");
    expect((await run.ended).code).toBe(137);
  });

  it("SIGHUP leaves the run alone", async () => {
    await using box = await Box.open();
    const run = box.start(["run", "-n", "left", "--", ...trapping("HUP", "echo never")]);
    await run.says("ready");
    run.kill("SIGHUP");
    const { code, stderr } = await run.ended;
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining("moat logs left") });
    expect(await box.json(["list"])).toMatchObject([{ name: "left", state: { status: "running" } }]);
    expect((await box.moat(["stop", "-t", "0", "left"])).code).toBe(0);
    expect((await box.moat(["logs", "left"])).stdout.toString()).toBe("ready\n");
  });

  it.for<[NodeJS.Signals, number]>([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])("%s while the image is fetched undoes everything", async ([signal, expected]) => {
    await using box = await Box.open();
    let asked = false;
    const registry = createServer((socket) => {
      asked = true;
      socket.on("error", () => {});
    }).listen(0, "127.0.0.1");
    await once(registry, "listening");
    const address = registry.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    await box.write("agent.yaml", `base_image: 127.0.0.1:${address.port}/stalled:1\n`);
    const run = box.start(["run", "--no-sandbox", "--", "true"]);
    await until("the engine asks the registry", () => asked);
    run.kill(signal);
    const { code, stdout } = await run.ended;
    registry.close();
    expect({ code, stdout: stdout.toString() }).toEqual({ code: expected, stdout: "" });
    expect(await box.leftovers()).toEqual([]);
    expect(await box.json(["list"])).toEqual([]);
  });
});
