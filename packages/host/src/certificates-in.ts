const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;

/** Finds the certificates of a text, each written in one way. Pure. */
export function certificatesIn(text: string): readonly string[] {
  return [...text.matchAll(PEM)].map(([, body = ""]) => {
    const lines = body.replaceAll(/\s+/g, "").match(/.{1,64}/g) ?? [];
    return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
  });
}

/** Leaves out certificates that are known, and those that come a second time; in an order that says nothing of where they were. Pure. */
export function withoutKnown(found: readonly string[], known: readonly string[]): readonly string[] {
  // They are some hundred, and broken into lines in their own ways: taking the lines out is all the work that is done for each.
  const usual = new Set(known.map(withoutLines));
  return [...new Set(found)].filter((one) => !usual.has(withoutLines(one))).toSorted();
}

function withoutLines(certificate: string): string {
  return certificate.replaceAll("\n", "");
}
