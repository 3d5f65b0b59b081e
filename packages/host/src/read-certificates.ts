import { readFileSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { certificatesIn, withoutKnown } from "./certificates-in.ts";

/** Variables by which programs of the host are told of a bundle of their own. */
const VARIABLES = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"] as const;

/** Where systems keep the authorities that somebody has added to the usual ones: Debian, Fedora, Arch. */
const ANCHORS = [
  "/usr/local/share/ca-certificates",
  "/etc/pki/ca-trust/source/anchors",
  "/etc/ca-certificates/trust-source/anchors",
] as const;

/** Bundles that systems make of all that they trust. What is added to them is in {@link ANCHORS}. */
const SYSTEM_BUNDLES: ReadonlySet<string> = new Set([
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
]);

/**
 * Reads the certificate authorities that this machine trusts beside those that every system does, as PEM, each once: what was added to the
 * system's store, and what the usual variables name. What cannot be read is left out: the host's own programs do without it, too.
 */
export function readHostCertificates(env: Readonly<Record<string, string>>): readonly string[] {
  return withoutUsualCertificates(findHostCertificates(env));
}

/** Reads the same, with those among them that every system trusts. */
export function findHostCertificates(env: Readonly<Record<string, string>>): readonly string[] {
  const named = VARIABLES.flatMap((name) => env[name] ?? []).filter((file) => file !== "" && !isSystemBundle(file));
  return [...ANCHORS.flatMap(filesBelow), ...new Set(named)].flatMap((file) => readCertificateFile(file) ?? []);
}

/** Leaves out certificates that every system trusts, as far as Node.js knows them, and those that come a second time. */
export function withoutUsualCertificates(found: readonly string[]): readonly string[] {
  // Some two hundred kilobytes of text, which are only made where there is something to compare.
  return found.length === 0 ? [] : withoutKnown(found, rootCertificates);
}

/** Reads the certificates of a file; undefined when it cannot be read. */
export function readCertificateFile(file: string): readonly string[] | undefined {
  try {
    return certificatesIn(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function isSystemBundle(file: string): boolean {
  try {
    return SYSTEM_BUNDLES.has(file) || SYSTEM_BUNDLES.has(realpathSync(file));
  } catch {
    return false;
  }
}

function filesBelow(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(?:crt|pem)$/.test(name))
      .toSorted()
      .map((name) => join(directory, name));
  } catch {
    return [];
  }
}
