import { describe, expect, it } from "vitest";
import { planRun } from "../plan-run.ts";
import { type PlanCase, samplePlanInput } from "../testing/sample-plan-input.ts";

const planned = (given: PlanCase) => planRun(samplePlanInput(given)).certificates;

describe("container.ca_certificates", () => {
  it("brings the machine's authorities, those of a file, or none", () => {
    const certificates = ["of the machine"];
    expect(planned({ certificates })).toEqual({ authorities: certificates, origin: "default" });
    const file = planned({ certificates, yaml: "container: {ca_certificates: ca.pem}" });
    expect(file).toEqual({ authorities: ["of the file"], origin: "agent.yaml" });
    const none = planned({ certificates, yaml: "container: {ca_certificates: false}" });
    expect(none).toEqual({ authorities: [], origin: "agent.yaml" });
  });

  it("must name a file with certificates", () => {
    expect(() => planned({ yaml: "container: {ca_certificates: /gone.pem}" })).toThrow(
      expect.objectContaining({ code: "CERTIFICATES_INVALID", details: { path: "/gone.pem" } }),
    );
  });
});
