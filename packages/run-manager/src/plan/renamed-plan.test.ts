import { expect, it } from "vitest";
import { planRun } from "../plan-run.ts";
import { samplePlanInput } from "../testing/sample-plan-input.ts";
import { renamedPlan } from "./renamed-plan.ts";

it("is the plan that would have been made with that name", () => {
  const input = samplePlanInput({ request: { command: ["true"] } });
  const planned = (candidateName: string) => planRun({ ...input, identity: { ...input.identity, candidateName } });
  const renamed = renamedPlan(planned("first-name"), "second-name");
  expect(renamed).toEqual(planned("second-name"));
  expect(JSON.stringify(renamed)).not.toContain("first-name");
});
