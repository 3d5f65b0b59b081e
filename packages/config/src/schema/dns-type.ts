import { accepted, refused } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";
import { list } from "../values/collection-types.ts";
import { text } from "../values/scalar-types.ts";
import type { ValueType } from "../values/value-type.ts";

/** More than this the C library's resolver does not ask. */
const MAX_SERVERS = 3;

const BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const GROUP = "[0-9A-Fa-f]{1,4}";
/** Every way to write eight groups with one run of zeros left out, by how many groups stand before that run. */
const IPV6 = [
  `(?:${GROUP}:){7}${GROUP}`,
  ...[1, 2, 3, 4, 5, 6].map((before) => `(?:${GROUP}:){${before}}(?::${GROUP}){1,${7 - before}}`),
  `(?:${GROUP}:){1,7}:`,
  `:(?::${GROUP}){1,7}`,
  "::",
];

/** An IPv4 or IPv6 address, without a zone and without a port. */
export const IP_ADDRESS = new RegExp(`^(?:(?:${BYTE}\\.){3}${BYTE}|${IPV6.join("|")})$`);

const address = text({ pattern: IP_ADDRESS }, "an IP address", (value) => {
  if (IP_ADDRESS.test(value)) return accepted(value);
  return refused({
    message: `${quote(value)} is not an IP address.`,
    hint: "Write the address of a name server, for instance `1.1.1.1`; a name would need one to be found.",
  });
});

/** The name servers, in the order in which they are asked, each once. */
export function dns(): ValueType<readonly string[]> {
  const servers = list(address, "Write a list of IP addresses, for instance `[1.1.1.1]`.", {
    plain: true,
    key: (value) => value,
    problem: (value, firstPath) => ({
      message: `The name server ${value} is given by \`${firstPath}\` already.`,
      hint: "Keep one of the two.",
    }),
  });
  return {
    shape: { kind: "list", of: address.shape, maxItems: MAX_SERVERS, distinct: true },
    read(node, place) {
      const values = servers.read(node, place);
      if (values === undefined || values.length <= MAX_SERVERS) return values;
      const hint = "Keep three: programs ask no more.";
      return place.refuse(node.span, { message: `${place.label} names more than ${MAX_SERVERS} servers.`, hint });
    },
  };
}
