import { hostname, release } from "node:os";
import { describe, expect, it } from "vitest";
import { examineEngine } from "./examine-engine.ts";
import { json, startFakeEngine } from "./testing/fake-engine.ts";

const runtimes = { runc: { path: "runc" }, gv: { path: "/usr/bin/runsc", runtimeArgs: ["--debug"] } };
const here = { ID: "e", Name: hostname(), KernelVersion: release(), Runtimes: runtimes };

describe("examineEngine", () => {
  it("tells what the engine says, and what its runtimes may be", async () => {
    const more = { OperatingSystem: "Debian", CgroupVersion: "2", CgroupDriver: "systemd", DockerRootDir: "/d" };
    const info = json({ ...here, ...more, SecurityOptions: ["name=selinux"] });
    await using engine = await startFakeEngine({
      answers: { "GET /info": info, "GET /version": json({ ApiVersion: "1.51" }) },
    });
    expect(await examineEngine({ address: engine.address })).toMatchObject({
      address: engine.address,
      foundBy: "the caller",
      apiVersion: "1.51",
      isOnThisMachine: true,
      socketPath: engine.address.slice("unix://".length),
      operatingSystem: "Debian",
      cgroupVersion: "2",
      cgroupDriver: "systemd",
      dataDirectory: "/d",
      securityOptions: ["name=selinux"],
      runtime: "gv",
      findings: [
        { name: "gv", isCandidate: true, reason: "runs /usr/bin/runsc" },
        { name: "runc", isCandidate: false },
      ],
    });
    expect(engine.requests.every((request) => request.startsWith("GET "))).toBe(true);
  });

  it("reads what is missing as empty, and knows an engine elsewhere by its name", async () => {
    await using engine = await startFakeEngine({
      answers: { "GET /info": json({ Name: "elsewhere" }), "GET /version": json({}) },
    });
    expect(await examineEngine({ address: engine.address })).toMatchObject({
      apiVersion: "",
      isOnThisMachine: false,
      cgroupVersion: "",
      dataDirectory: "",
      securityOptions: [],
      runtime: "",
    });
  });
});
