import { expect, it } from "vitest";
import { type Trial, judgeTrials } from "./judge-trials.ts";

/** `0` and `1` are exit codes as they stand; `t` is a trial whose time was up. */
function trials(side: Trial["side"], ends: readonly (number | "t")[]): readonly Trial[] {
  return ends.map((end) => ({
    side,
    exitCode: end === "t" ? 137 : end,
    timedOut: end === "t",
    outOfMemory: false,
    explanation: "",
    tail: "",
  }));
}

it.each<[(number | "t")[], (number | "t")[], string, RegExp, number]>([
  [
    [139, 139, 139],
    [0, 0, 0],
    "gvisor",
    /^gVisor's fault: it failed 3 of 3 times under gVisor and 0 of 3 times under runc$/,
    139,
  ],
  [[1, 1], [0, 0], "gvisor", /^gVisor's fault: it failed 2 of 2/, 1],
  [["t", "t"], [0, 0], "gvisor", /^gVisor's fault/, 137],
  [[134], [1], "gvisor", /crashes only there/, 134],
  [[0, 0], [0, 0], "not-gvisor", /^Not gVisor's fault: the command works/, 0],
  [[1, 1], [1, 1], "not-gvisor", /^Not gVisor's fault: it failed 2 of 2 times under gVisor and 2 of 2/, 1],
  [[139, 139], [139, 139], "not-gvisor", /^Not gVisor's fault/, 139],
  [[139, 1], [1, 1], "not-gvisor", /^Not gVisor's fault/, 139],
  [["t"], ["t"], "not-gvisor", /^Not gVisor's fault/, 137],
  [[0, 0], [1, 1], "not-gvisor", /^Not gVisor's fault: it failed 0 of 2/, 0],
  [[0, 139, 0], [0, 0, 0], "flaky", /^Flaky, and only under gVisor: it failed 1 of 3/, 139],
  [[0, "t"], [0, 0], "flaky", /only under gVisor/, 137],
  [[0, 1], [0, 1], "flaky", /not by gVisor alone/, 1],
  [[1, 1], [0, 1], "flaky", /not by gVisor alone/, 1],
  [[0, 0], [0, 1], "flaky", /not by gVisor alone: it failed 0 of 2 times under gVisor and 1 of 2/, 0],
])("%j under gVisor and %j under runc: %s", (gvisor, runc, verdict, summary, exitCode) => {
  const judgement = judgeTrials([...trials("gvisor", gvisor), ...trials("runc", runc)]);
  expect(judgement).toEqual({ verdict, summary: expect.stringMatching(summary), exitCode });
});
