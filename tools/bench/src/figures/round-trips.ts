import { createServer, connect } from "node:net";
import { join } from "node:path";
import { once } from "node:events";
import type { Figure } from "../figure.ts";
import { output } from "../programs.ts";

export const roundTrips: Figure = {
  name: "engine requests for a warm run",
  unit: "requests",
  better: "less",
  bar: 10,
  aim: 8,
  measure: async ({ moat, workspace, directory }) => {
    await using engine = await countingEngine(join(directory, "counting.sock"));
    await output(moat("run", workspace, "--", "true"), { env: { DOCKER_HOST: engine.address } });
    engine.requests.length = 0;
    await output(moat("run", workspace, "--", "true"), { env: { DOCKER_HOST: engine.address } });
    return { value: engine.requests.length, detail: engine.requests.join(", ") };
  },
};

/** Stands before the engine's socket and notes what is asked; moat opens a connection for each request. */
async function countingEngine(path: string) {
  const target = (process.env["DOCKER_HOST"] ?? "unix:///var/run/docker.sock").replace("unix://", "");
  const requests: string[] = [];
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: target, allowHalfOpen: true });
    client.once("data", (data: Buffer) => {
      const [, method = "", url = ""] = /^(\S+) (\S+) /.exec(data.toString("latin1")) ?? [];
      requests.push(`${method} ${url.replace(/\?.*/, "").replace(/[0-9a-f]{64}/, "ID")}`);
    });
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      from.on("error", () => to.destroy());
      from.pipe(to);
    }
  });
  server.listen(path);
  await once(server, "listening");
  return {
    address: `unix://${path}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.close();
      await Promise.resolve();
    },
  };
}
