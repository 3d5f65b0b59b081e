import { describe, expect, it } from "vitest";
import { type SetupFlags, setupRequest } from "./setup-request.ts";

const request = (given: Partial<SetupFlags>) =>
  setupRequest({
    yes: true,
    "dry-run": false,
    undo: false,
    "from-distro": false,
    source: undefined,
    key: undefined,
    ...given,
  });

describe("setupRequest", () => {
  it("takes gVisor from its own repository unless it is told another place", () => {
    expect(request({})).toMatchObject({ kind: "set-up", source: { kind: "official" } });
    expect(request({ "from-distro": true })).toMatchObject({ source: { kind: "distribution" } });
    expect(request({ source: "https://mirror.example.org/gvisor", key: "/k.asc" })).toMatchObject({
      source: { kind: "repository", url: "https://mirror.example.org/gvisor", keyFile: "/k.asc" },
    });
    expect(request({ undo: true })).toEqual({ kind: "undo", yes: true, dryRun: false });
  });

  it.each<Partial<SetupFlags>>([
    { source: "http://127.0.0.1:1" },
    { key: "/key.asc" },
    { source: "nowhere", key: "/key.asc" },
    { source: "http://x y", key: "/key.asc" },
    { source: "http://x\ndeb http://y", key: "/key.asc" },
    { "from-distro": true, source: "http://127.0.0.1:1", key: "/key.asc" },
    { undo: true, "from-distro": true },
    { undo: true, source: "http://127.0.0.1:1", key: "/key.asc" },
  ])("refuses flags that do not go together: %j", (flags) => {
    expect(() => request(flags)).toThrow(expect.objectContaining({ code: "USAGE" }));
  });
});
