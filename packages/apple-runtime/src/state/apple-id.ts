import { createHash } from "node:crypto";

const MAX_LENGTH = 63;
const PLAIN = /^[a-z0-9][a-z0-9-]{1,62}$/;

/**
 * The id that a container of this name gets. Apple's ids are names at once: short, and also the container's host name and a directory on a
 * disk that does not tell upper from lower case. What does not fit is shortened and told apart by a checksum. Pure.
 */
export function appleId(name: string): string {
  if (PLAIN.test(name)) return name;
  const checksum = createHash("sha256").update(name).digest("hex").slice(0, 12);
  const readable = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "");
  return `${readable.slice(0, MAX_LENGTH - checksum.length - 1) || "c"}-${checksum}`.replaceAll(/-+/g, "-");
}
