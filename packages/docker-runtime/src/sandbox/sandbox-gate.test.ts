import { describe, expect, it } from "vitest";
import { closedGate, openGate } from "./sandbox-gate.ts";

const proof = { method: "guest", provedAt: "2026-01-01T00:00:00Z", source: "fresh", guestKernel: "4.4.0" } as const;
const made = (runtime?: string) => ({ Id: "c1", HostConfig: runtime === undefined ? {} : { Runtime: runtime } });

function gate() {
  const asked: string[] = [];
  const closed = closedGate({
    candidate: () => Promise.resolve({ runtime: "runsc" }),
    prove: (runtime, image) => {
      asked.push(`${runtime} ${image}`);
      return Promise.resolve(proof);
    },
  });
  return { asked, closed };
}

describe("openGate", () => {
  it("asks for runc by name, since the engine's default could be anything", async () => {
    expect(await openGate.isolate("i", {})).toEqual({ kind: "none", runtime: "runc" });
    expect(() => openGate.verifyCreated(made("oci"))).not.toThrow();
  });
});

describe("closedGate", () => {
  it("gives the proof with the runtime it was made for", async () => {
    const { asked, closed } = gate();
    expect(await closed.isolate("debian", {})).toEqual({ kind: "gvisor", runtime: "runsc", proof });
    expect(asked).toEqual(["runsc debian"]);
  });

  it.each(["oci", "runc", "RUNSC", undefined])("refuses a container that was made with %s", async (runtime) => {
    const { closed } = gate();
    await closed.isolate("debian", {});
    expect(() => closed.verifyCreated(made(runtime))).toThrow(
      expect.objectContaining({
        code: "SANDBOX_NOT_PROVEN",
        message: `The engine made the container c1 with the runtime "${runtime ?? ""}" although "runsc" was asked for.`,
      }),
    );
  });

  it("accepts what was asked for, and containers of an earlier process", async () => {
    const { closed } = gate();
    expect(() => closed.verifyCreated(made("gv"))).not.toThrow();
    await closed.isolate("debian", {});
    expect(() => closed.verifyCreated(made("runsc"))).not.toThrow();
  });

  it("lets a failed proof through as it is", async () => {
    const closed = closedGate({
      candidate: () => Promise.resolve({ runtime: "runsc" }),
      prove: () => Promise.reject(new Error("no")),
    });
    await expect(closed.isolate("i", {})).rejects.toThrow("no");
  });
});
