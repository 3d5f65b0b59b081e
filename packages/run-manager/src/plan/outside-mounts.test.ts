import { expect, it } from "vitest";
import { planRun } from "../plan-run.ts";
import { samplePlanInput } from "../testing/sample-plan-input.ts";
import { outsideMounts } from "./outside-mounts.ts";

it("are those of agent.yaml that lead out of the workspace, by a link too, and no others", () => {
  const places = {
    "/srv/app/link": { kind: "directory", realPath: "/home/ada/.ssh" },
    "/srv/app-2": { kind: "directory", realPath: "/srv/app-2" },
  } as const;
  const plan = planRun(
    samplePlanInput({
      places,
      yaml: "mounts: ['data:/a', '~/.cache:/b:ro', './link:/c', '../app-2:/d', '.:/e']",
      machine: "mounts: ['~/.cache:/f']",
      request: { mounts: ["~/.cache:/g"] },
    }),
  );
  expect(outsideMounts(plan).map(({ source, target }) => [source, target])).toEqual([
    ["/home/ada/.cache", "/b"],
    ["/home/ada/.ssh", "/c"],
    ["/srv/app-2", "/d"],
  ]);
});
