import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import { certificatesIn, withoutKnown } from "./certificates-in.ts";
import { readCertificateFile, readHostCertificates } from "./read-certificates.ts";

const pem = (body: string) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;

describe("certificatesIn", () => {
  it("finds each, whatever stands between them and however they are broken into lines", () => {
    const text = `# one\r\n${pem("AAAA\r\nBBBB")}\nsubject=two\n${pem("C".repeat(70))}${pem("!")}`;
    expect(certificatesIn(text)).toEqual([pem("AAAABBBB"), pem(`${"C".repeat(64)}\n${"C".repeat(6)}`)]);
  });
});

describe("withoutKnown", () => {
  it("leaves out the usual ones and repetitions", () => {
    const [usual = ""] = rootCertificates;
    const found = [...certificatesIn(usual), pem("BBBB"), pem("AAAA"), pem("BBBB")];
    expect(withoutKnown(found, rootCertificates)).toEqual([pem("AAAA"), pem("BBBB")]);
  });
});

describe("readHostCertificates", () => {
  it("has what a variable names, and nothing of the usual ones", async () => {
    const directory = await mkdtemp(join(tmpdir(), "moat-certificates-"));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    const file = join(directory, "bundle.pem");
    await writeFile(file, `${rootCertificates.slice(0, 3).join("\n")}\n${pem("MOATMOATMOAT")}`);
    const without = readHostCertificates({});
    expect(without).not.toContain(pem("MOATMOATMOAT"));
    for (const name of ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
      expect(readHostCertificates({ [name]: file })).toEqual([...without, pem("MOATMOATMOAT")].toSorted());
    expect(readHostCertificates({ SSL_CERT_FILE: join(directory, "missing"), NODE_EXTRA_CA_CERTS: "" })).toEqual(
      without,
    );
    expect(readHostCertificates({ SSL_CERT_FILE: "/etc/ssl/certs/ca-certificates.crt" })).toEqual(without);
    expect(readCertificateFile(file)).toHaveLength(4);
    expect(readCertificateFile(join(directory, "missing"))).toBeUndefined();
  });
});
