import { mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EngineInfo } from "../engine/engine-info.ts";
import { proofKey as keyOf, isOnThisMachine } from "./proof-key.ts";

const HERE = { hostName: "here", kernel: "6" };
const proofKey = (of: EngineInfo, runtime: string) => keyOf(of, runtime, HERE);

let directory = "";
let program = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "moat-key-"));
  program = join(directory, "runsc");
  await writeFile(program, "one");
});
afterAll(() => rm(directory, { recursive: true }));

function info(path: string, more: Partial<EngineInfo> = {}): EngineInfo {
  const entry = { path, runtimeArgs: [], runtimeType: "", features: "" };
  const where = { address: "unix:///d", foundBy: "x", hostName: HERE.hostName, kernel: HERE.kernel };
  const facts = { id: "e", version: "28", rootless: false, isPodman: false, defaultRuntime: "runc" };
  return { ...facts, ...where, runtimes: { runsc: entry, gv: entry }, ...more };
}

describe("proofKey", () => {
  it("stays while nothing changes, wherever the engine is reached", () => {
    const first = proofKey(info(program), "runsc");
    expect(proofKey(info(program, { address: "unix:///other" }), "runsc")).toEqual(first);
    expect(first.maxAgeMs).toBe(Number.POSITIVE_INFINITY);
  });

  it("changes with the engine, its version, its kernel, the runtime's name and its entry", () => {
    const args = { path: program, runtimeArgs: ["--network=host"], runtimeType: "", features: "" };
    const others = [
      proofKey(info(program), "runsc"),
      proofKey(info(program, { id: "f" }), "runsc"),
      proofKey(info(program, { version: "29" }), "runsc"),
      proofKey(info(program, { kernel: "7" }), "runsc"),
      proofKey(info(program), "gv"),
      proofKey(info(program, { runtimes: { runsc: args } }), "runsc"),
    ];
    expect(new Set(others.map(({ key }) => key)).size).toBe(others.length);
  });

  it("changes when the program is replaced", async () => {
    const before = proofKey(info(program), "runsc");
    await writeFile(program, "another");
    const rewritten = proofKey(info(program), "runsc");
    await utimes(program, 1, 1);
    const touched = proofKey(info(program), "runsc");
    expect(new Set([before.key, rewritten.key, touched.key]).size).toBe(3);
  });

  it.each([{ address: "tcp://127.0.0.1:2376" }, { address: "ssh://b" }, { hostName: "vm" }, { kernel: "6.1-vm" }])(
    "reads no file of this machine for an engine elsewhere, and lets the proof age: %j",
    async (elsewhere) => {
      expect(isOnThisMachine(info(program, elsewhere), HERE)).toBe(false);
      const before = proofKey(info(program, elsewhere), "runsc");
      expect(before.maxAgeMs).toBe(24 * 60 * 60 * 1000);
      await writeFile(program, `changed for ${JSON.stringify(elsewhere)}`);
      expect(proofKey(info(program, elsewhere), "runsc")).toEqual(before);
    },
  );

  it.each(["", "runsc", "/nonexistent/runsc"])("lets a proof age when the program %j cannot be seen", (path) => {
    expect(proofKey(info(path), "runsc").maxAgeMs).toBe(24 * 60 * 60 * 1000);
    expect(proofKey(info(path), "not-listed").maxAgeMs).toBe(24 * 60 * 60 * 1000);
  });
});
