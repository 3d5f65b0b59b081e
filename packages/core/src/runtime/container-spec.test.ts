import { describe, expect, it } from "vitest";
import { containerSpec } from "./container-spec.ts";

describe("containerSpec", () => {
  it("is empty, off and without limit but for what is given, on the default network", () => {
    expect(containerSpec({ name: "c", image: "i" })).toEqual({
      name: "c",
      image: "i",
      command: [],
      env: {},
      workingDir: "",
      user: "",
      labels: {},
      mounts: [],
      tmpfs: [],
      ports: [],
      network: "bridge",
      extraHosts: [],
      dns: [],
      addedCapabilities: [],
      limits: { memoryBytes: 0, cpus: 0, pids: 0, logBytes: 0 },
      ulimits: [],
      tty: false,
      stdin: false,
      terminalSize: { columns: 0, rows: 0 },
      files: [],
    });
  });

  it("lets what is given win, and shares nothing between specs", () => {
    const one = containerSpec({ name: "c", image: "i", tty: true, network: "none", command: ["sh"] });
    expect(one).toMatchObject({ tty: true, network: "none", command: ["sh"] });
    const other = containerSpec({ name: "c", image: "i" });
    expect(other.env).not.toBe(one.env);
    expect(other.limits).not.toBe(one.limits);
  });
});
