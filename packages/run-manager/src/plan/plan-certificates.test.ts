import { expect, it } from "vitest";
import { planRun } from "../plan-run.ts";
import { samplePlanInput } from "../testing/sample-plan-input.ts";

it("a file of certificates that is not there is refused, with its path", () => {
  const input = samplePlanInput({ yaml: "container: {ca_certificates: missing.pem}" });
  expect(() => planRun(input)).toThrow(
    expect.objectContaining({ code: "CERTIFICATES_INVALID", details: { path: "/srv/app/missing.pem" } }),
  );
});
