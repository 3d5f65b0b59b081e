import { describe, expect, it } from "vitest";
import { BuildLog } from "./build-log.ts";
import { readTrace } from "./buildkit-trace.ts";
import { withoutCaches } from "./without-caches.ts";

// As Docker 28 sent it, for a step of a build of our own.
const STARTED =
  "CngKR3NoYTI1NjpmMWM5ZDIzNTNhOWRlZjgwOTI2OGRmMjhhMjU4YzExNTA2ODcxMWE0ZmFiYzM1MjNkOGJhZDIxOTgyMDc3MjFjGhJleHBvcnRpbmcgdG8gaW1hZ2UqCwjJqZzYBhDdoaBmMgwIyamc2AYQ9M+9yQE=";
const digest = "sha256:f1c9d2353a9def809268df28a258c115068711a4fabc3523d8bad2198207721c";

/** Writes a field of a protocol buffer that has bytes. */
const field = (number: number, ...parts: readonly (string | Buffer)[]): Buffer => {
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length % 128) + 128, Math.floor(bytes.length / 128)];
  return Buffer.concat([Buffer.from([number * 8 + 2, ...length]), bytes]);
};
const vertex = (id: string, name: string, error = "") =>
  field(1, field(1, id), field(3, name), field(5, "t"), field(7, error));
const output = (id: string, text: string) => field(3, field(1, id), Buffer.from([0x18, 0x01]), field(4, text));
const trace = (...fields: readonly Buffer[]) => readTrace(Buffer.concat(fields).toString("base64"));

describe("readTrace", () => {
  it("reads what an engine sent", () => {
    expect(readTrace(STARTED)).toEqual({
      vertexes: [{ digest, name: "exporting to image", started: true, completed: true, error: "" }],
      logs: [],
    });
  });

  it("passes over what it does not know, and what is cut off", () => {
    const unknown = Buffer.concat([
      Buffer.from([0x49, 1, 2, 3, 4, 5, 6, 7, 8, 0x4d, 1, 2, 3, 4, 0x50, 0x96, 0x01]),
      field(9, "x"),
    ]);
    expect(trace(unknown, vertex("a", "b"))).toMatchObject({
      vertexes: [{ digest: "a", name: "b", completed: false }],
    });
    const bytes = vertex("a", "b");
    expect(trace(bytes.subarray(0, bytes.length - 3)).vertexes).toEqual([]);
    expect(readTrace("")).toEqual({ vertexes: [], logs: [] });
    expect(readTrace("/////////w==")).toEqual({ vertexes: [], logs: [] });
  });
});

describe("BuildLog", () => {
  it("follows the classic builder", () => {
    const steps: string[] = [];
    const log = new BuildLog((step) => steps.push(step));
    for (const text of [
      "Step 1/2 : FROM debian\n",
      " ---> 12\n",
      "Step 2/2 : RUN make \\\n && x\n",
      "one\n",
      "half",
      " done\r\n",
    ])
      log.addClassic(text);
    expect(steps).toEqual(["1/2 FROM debian", "2/2 RUN make && x"]);
    expect(log.output).toEqual(["one", "half done"]);
  });

  it("follows BuildKit, and keeps apart what steps say side by side", () => {
    const steps: string[] = [];
    const log = new BuildLog((step) => steps.push(step));
    log.addTrace(
      trace(
        vertex("l", "[internal] load metadata"),
        vertex("a", "[stage-1  2/5] RUN make"),
        vertex("b", "[3/5] RUN test"),
      ),
    );
    log.addTrace(trace(output("a", "from a\n"), output("b", "from b\n"), output("a", "10%\r100%\n")));
    log.addTrace(
      trace(vertex("b", "[3/5] RUN test", "context canceled"), vertex("a", "[stage-1 2/5] RUN make", "exit code: 2")),
    );
    expect(steps).toContain("2/5 RUN make");
    expect(steps).toContain("3/5 RUN test");
    expect(log.step).toBe("2/5 RUN make");
    expect(log.output).toEqual(["from a", "100%"]);
  });

  it("keeps the end of a long output", () => {
    const log = new BuildLog(() => {});
    log.addClassic("Step 1/1 : RUN seq\n");
    for (let n = 0; n < 5000; n += 1) log.addClassic(`line ${n}\n`);
    expect(log.output).toHaveLength(20);
    expect(log.output.at(-1)).toBe("line 4999");
  });
});

describe("withoutCaches", () => {
  it("leaves out the caches, and nothing else", () => {
    const text = "FROM a\nRUN --mount=type=cache,target=/a,sharing=locked make --mount=type=cache,b\nRUN true\n";
    expect(withoutCaches(text)).toBe("FROM a\nRUN make --mount=type=cache,b\nRUN true\n");
  });
});
