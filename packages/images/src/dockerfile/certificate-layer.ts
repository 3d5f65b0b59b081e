import { createHash } from "node:crypto";
import type { BuildFile } from "@moat/core";

/** Where Debian, and with it every program that asks the system, has its certificate authorities. */
export const SYSTEM_BUNDLE = "/etc/ssl/certs/ca-certificates.crt";

/** Variables by which programs that bring authorities of their own find the system's. */
export const CERTIFICATE_VARIABLES = [
  "CARGO_HTTP_CAINFO",
  "CURL_CA_BUNDLE",
  "GIT_SSL_CAINFO",
  "NODE_EXTRA_CA_CERTS",
  "PIP_CERT",
  "REQUESTS_CA_BUNDLE",
  "SSL_CERT_FILE",
] as const;

/**
 * Lets an image trust the host's own certificate authorities, from its first download on: they are in the system's bundle before Debian's
 * tool for it is installed, and stay there when it writes the bundle anew.
 */
export function certificateLayer(certificates: readonly string[]): {
  readonly lines: readonly string[];
  readonly files: readonly BuildFile[];
} {
  if (certificates.length === 0) return { lines: [], files: [] };
  const files = certificates.map((pem) => ({ path: `certificates/${nameOf(pem)}.crt`, content: pem, mode: 0o644 }));
  return {
    lines: [
      "COPY certificates/ /usr/local/share/ca-certificates/",
      `RUN mkdir -p /etc/ssl/certs && cat /usr/local/share/ca-certificates/*.crt >>${SYSTEM_BUNDLE}`,
      `ENV ${CERTIFICATE_VARIABLES.map((name) => `${name}=${SYSTEM_BUNDLE}`).join(" ")}`,
    ],
    files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

function nameOf(pem: string): string {
  return `moat-${createHash("sha256").update(pem).digest("hex").slice(0, 16)}`;
}
