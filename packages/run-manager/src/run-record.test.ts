import { describe, expect, it } from "vitest";
import { planRun } from "./plan-run.ts";
import { newRunRecord } from "./run-record.ts";
import { formatRecord, parseRecord } from "./store/parse-record.ts";
import { samplePlanInput } from "./testing/sample-plan-input.ts";

describe("newRunRecord", () => {
  const plan = planRun(
    samplePlanInput({ yaml: "ports: {web: 80}", request: { env: ["KEY=hunter2", "TOKEN"], command: ["id"] } }),
  );

  it("has names of variables, never their values", () => {
    const text = formatRecord(newRunRecord(plan));
    expect(newRunRecord(plan).env).toEqual(["KEY", "MOAT_RUN_ID", "MOAT_RUN_NAME", "TOKEN"]);
    expect(text).not.toContain("hunter2");
    expect(text).not.toContain("t0k");
  });

  it("can be written and read back", () => {
    const record = newRunRecord(plan);
    expect(record).toMatchObject({
      version: "1.2.3",
      createdAt: "2026-01-02T03:04:05.000Z",
      state: { status: "created" },
    });
    expect(parseRecord(formatRecord(record), `/home/runs/${record.id}/run.json`)).toEqual(record);
  });

  it("keeps what agent.yaml says of the agent", () => {
    const input = samplePlanInput({ yaml: "agent: claude\nversion: 1.10\nmounts: ['data:/d']" });
    expect(newRunRecord(planRun(input))).toMatchObject({
      agent: "claude",
      agentVersion: "1.10",
      mounts: [
        { source: "/srv/app", target: "/workspace", readOnly: false },
        { source: "/srv/app/data", target: "/d", readOnly: false },
      ],
    });
  });

  it("can be read when it was written before that was kept", () => {
    const { agent: _agent, agentVersion: _version, engineFoundBy: _foundBy, ...old } = newRunRecord(plan);
    const file = `/home/runs/${old.id}/run.json`;
    expect(parseRecord(JSON.stringify(old), file)).toMatchObject({
      id: old.id,
      agent: "",
      agentVersion: "",
      engineFoundBy: "",
    });
  });
});
