import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { planRun } from "./plan-run.ts";
import { GOLDEN_CASES } from "./testing/golden-cases.ts";
import { type PlanCase, samplePlanInput } from "./testing/sample-plan-input.ts";

const GOLDEN = fileURLToPath(new URL("testing/golden-plans.txt", import.meta.url));

/** Every value of a plan, one a line, by its path. */
function lines(value: unknown, path = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [`${path} = ${JSON.stringify(value)}`];
  const members = Object.entries(value);
  if (members.length === 0) return [`${path} = ${JSON.stringify(value)}`];
  return members.flatMap(([key, member]) => lines(member, path === "" ? key : `${path}.${key}`));
}

function linesOf(given: PlanCase): readonly string[] {
  try {
    return lines(planRun(samplePlanInput(given)));
  } catch (error) {
    return [`refused = ${JSON.stringify(Reflect.get(Object(error), "code"))}`];
  }
}

const whole = linesOf({});

/** What a case changes of the plan in which nothing is asked for: what goes, and what comes. */
function changeOf(given: PlanCase): readonly string[] {
  const now = linesOf(given);
  if (now[0]?.startsWith("refused") === true) return now;
  return [
    ...whole.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !whole.includes(line)).map((line) => `+ ${line}`),
  ];
}

describe("plans", () => {
  it("are made of more than sixty cases, each with a title of its own", () => {
    const titles = GOLDEN_CASES.map(([title]) => title);
    expect(titles.length).toBeGreaterThan(60);
    expect(new Set(titles).size).toBe(titles.length);
  });

  // What is in the file was read, line by line. `vitest --update` writes it anew; read the difference before it is committed.
  it("are those of the golden file", async () => {
    const blocks = GOLDEN_CASES.map(([title, given]) => [`# ${title}`, ...changeOf(given)].join("\n"));
    const text = [`# nothing is asked for\n${whole.join("\n")}`, ...blocks].join("\n\n");
    await expect(`${text}\n`).toMatchFileSnapshot(GOLDEN);
  });
});
