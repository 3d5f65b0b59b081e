import { expect, it } from "vitest";
import { planRun } from "../plan-run.ts";
import { LABELS } from "../run-labels.ts";
import { samplePlanInput } from "../testing/sample-plan-input.ts";
import type { TrialSide } from "./judge-trials.ts";
import { trialPlan } from "./trial-plan.ts";

const yaml = "mounts: ['data:/d', 'data:/workspace/data']\nports: {web: 3000}\ninteractive: true\n";
const plan = planRun(samplePlanInput({ yaml, request: { command: ["npm", "test"], env: ["A=b"], detach: true } }));
const identity = { id: "run_000000000001", workspace: "/home/ada/copy", ownerPid: 42 };

it.each([
  ["gvisor", true, "on"],
  ["runc", false, "off"],
] as const)("a trial under %s can harm nothing", (side, sandbox, label) => {
  const trial = trialPlan(plan, { ...identity, side });
  expect(trial).toMatchObject({
    id: identity.id,
    workspace: "/home/ada/copy",
    sandbox,
    mounts: [
      { source: "/home/ada/copy", target: "/workspace", readOnly: false },
      { source: "/srv/app/data", target: "/d", readOnly: true },
      { source: "/srv/app/data", target: "/workspace/data", readOnly: true },
    ],
    network: "none",
    ports: [],
    interactive: false,
    stdin: false,
    detach: false,
    keep: false,
    rebuildFrom: "",
  });
  expect(trial.labels).toMatchObject({
    [LABELS.installation]: plan.labels[LABELS.installation],
    [LABELS.run]: identity.id,
    [LABELS.role]: "helper",
    [LABELS.owner]: "42",
    [LABELS.sandbox]: label,
  });
});

it("has no ulimit under runc that counts what others do", () => {
  const ulimits = ["nproc", "nofile"].map((name) => `${name}: {soft: 64, hard: 64}`).join(", ");
  const limited = planRun(samplePlanInput({ yaml: `container: {ulimits: {${ulimits}}}`, request: {} }));
  const names = (side: TrialSide) => trialPlan(limited, { ...identity, side }).ulimits.map(({ name }) => name);
  expect(names("gvisor").toSorted()).toEqual(["nofile", "nproc"]);
  expect(names("runc")).toEqual(["nofile"]);
});

it("is the same command otherwise", () => {
  const { command, image, env, user, limits, addedCapabilities, tmpfs } = trialPlan(plan, {
    ...identity,
    side: "runc",
  });
  expect({ command, image, env, user, limits, addedCapabilities, tmpfs }).toEqual({
    command: plan.command,
    image: plan.image,
    env: plan.env,
    user: plan.user,
    limits: plan.limits,
    addedCapabilities: plan.addedCapabilities,
    tmpfs: plan.tmpfs,
  });
});
