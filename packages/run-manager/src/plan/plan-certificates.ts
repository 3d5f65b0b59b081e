import { resolve } from "node:path";
import type { Settings } from "@moat/config";
import { MoatError } from "@moat/core";
import type { PlanInput } from "../plan-run.ts";
import type { PlannedCertificates } from "../run-plan.ts";
import { expandHome } from "./expand-home.ts";

/**
 * Decides which certificate authorities a run, and the build of its image, trust beside those of the image: this machine's, so that what is
 * reached from here is reached from inside, too. Throws `CERTIFICATES_INVALID`.
 */
export function planCertificates(
  { host, workspace, certificates }: PlanInput,
  { caCertificates: { value, origin } }: Settings,
): PlannedCertificates {
  if (value === false) return { authorities: [], origin };
  if (value === true) return { authorities: certificates.ofHost(), origin };
  const path = resolve(workspace, expandHome(value, host.user.home));
  const authorities = certificates.ofFile(path) ?? [];
  if (authorities.length > 0) return { authorities: [...new Set(authorities)].toSorted(), origin };
  throw new MoatError(
    "CERTIFICATES_INVALID",
    `The file of container.ca_certificates has no certificates, or cannot be read: ${path}.`,
    {
      hint: "Name a file with certificates in PEM; write `true` for those of this machine, or `false` for none.",
      details: { path },
    },
  );
}
