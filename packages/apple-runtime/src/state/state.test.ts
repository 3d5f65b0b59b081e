import { describe, expect, it } from "vitest";
import { appleId } from "./apple-id.ts";
import { readFacts } from "./labels.ts";
import { readContainers } from "./raw-container.ts";
import { toState } from "./to-state.ts";

const item = (state: string, startedDate?: string) => ({
  id: "moat-1",
  configuration: {
    id: "moat-1",
    creationDate: "2026-08-27T20:59:56Z",
    image: { reference: "docker.io/library/alpine:latest" },
    initProcess: { terminal: true, environment: ["PATH=/bin", "A=1=2"] },
    labels: { app: "moat" },
    publishedPorts: [{ containerPort: 80, hostPort: 8088, hostAddress: "127.0.0.1", proto: "tcp", count: 1 }],
    runtimeHandler: "container-runtime-linux",
  },
  status: { state, networks: [], ...(startedDate === undefined ? {} : { startedDate }) },
});

function raw(state: string, startedDate?: string) {
  const [container] = readContainers(JSON.stringify([item(state, startedDate)]));
  if (container === undefined) throw new Error("unread");
  return container;
}

describe("what the program says of containers", () => {
  it("is read with and without escapes, pretty and on one line, with noise before it", () => {
    const text = JSON.stringify([item("running", "2026-08-27T20:59:57Z")]);
    for (const stdout of [
      text,
      text.replaceAll("/", String.raw`\/`),
      JSON.stringify(JSON.parse(text), undefined, 2),
      `Preparing [1/2]\n${text}`,
    ]) {
      expect(readContainers(stdout)).toEqual([
        {
          id: "moat-1",
          state: "running",
          startedDate: "2026-08-27T20:59:57Z",
          creationDate: "2026-08-27T20:59:56Z",
          image: "docker.io/library/alpine:latest",
          labels: { app: "moat" },
          facts: undefined,
          tty: true,
          variables: ["PATH", "A"],
          runtimeHandler: "container-runtime-linux",
          ports: [{ containerPort: 80, hostPort: 8088 }],
        },
      ]);
    }
  });

  it("may lack everything but an id", () => {
    expect(readContainers('[{"id":"x"},{"status":{}},7,null]')).toMatchObject([
      { id: "x", state: "unknown", labels: {}, ports: [] },
    ]);
  });

  it("is read in the shape of before 1.0, too, and without the program's builder", () => {
    const old = [
      { status: "stopped", configuration: { id: "x" } },
      { id: "buildkit", status: { state: "running" } },
    ];
    expect(readContainers(JSON.stringify(old)).map(({ id, state }) => [id, state])).toEqual([["x", "stopped"]]);
  });

  it.each(["", "Error", "{}", '[{"id":'])("that is no list is an error: %j", (stdout) => {
    expect(() => readContainers(stdout)).toThrow(expect.objectContaining({ code: "ENGINE_FAILED" }));
  });
});

it.each(["", "bm90IGpzb24", "e30"])("has no facts in a label that makes no sense: %j", (value) => {
  expect(readFacts({ "dev.moat.apple": value })).toBeUndefined();
});

describe("the phase of a container", () => {
  const none = { exit: undefined, startedAt: "" };
  const exit = { code: 3, outOfMemory: false, error: "", startedAt: "a", finishedAt: "b" };

  it.each([
    ["stopped and never started", raw("stopped"), none, { phase: "created" }],
    ["running", raw("running", "t"), none, { phase: "running", startedAt: "t" }],
    [
      "running, with our own time",
      raw("running", "t"),
      { ...none, startedAt: "ours" },
      { phase: "running", startedAt: "ours" },
    ],
    ["being stopped", raw("stopping", "t"), none, { phase: "running", startedAt: "t" }],
    [
      "ended, and the service does not say so yet",
      raw("running", "t"),
      { exit, startedAt: "a" },
      { phase: "exited", exit },
    ],
    [
      "ended, and the service forgot when it began",
      raw("stopped"),
      { exit, startedAt: "a" },
      { phase: "exited", exit },
    ],
  ])("%s", (_, container, local, expected) => {
    expect(toState(container, local)).toEqual(expected);
  });

  it.each([
    ["by the service", raw("stopped", "t"), none],
    ["by us", raw("stopped"), { ...none, startedAt: "a" }],
  ])("is lost when it was started, %s, and nobody saw its end; its code is never 0", (_, container, local) => {
    expect(toState(container, local)).toMatchObject({
      phase: "lost",
      exit: { code: 255, error: expect.stringContaining("not known") },
    });
  });
});

describe("Apple's id for a name", () => {
  it.each(["moat-calm-otter-0123456789ab", "a1"])("is the name: %s", (name) => {
    expect(appleId(name)).toBe(name);
  });

  it.each(["A", "UPPER", "with_under.score", "x", "-", "ü", `moat-${"n".repeat(63)}-0123456789ab`, "..", "a b"])(
    "is another, and always the same: %s",
    (name) => {
      const id = appleId(name);
      expect(id).toMatch(/^[a-z0-9][a-z0-9-]{1,62}$/);
      expect(id).not.toBe(name);
      expect(appleId(name)).toBe(id);
      expect(appleId(`${name}.`)).not.toBe(id);
    },
  );
});
