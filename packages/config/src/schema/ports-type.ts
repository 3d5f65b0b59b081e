import { type Checked, accepted, refused } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";
import { map } from "../values/collection-types.ts";
import type { ValueType } from "../values/value-type.ts";

const PORT_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const MINIMUM = 1;
const MAXIMUM = 65_535;

const port: ValueType<number> = {
  shape: { kind: "integer", minimum: MINIMUM, maximum: MAXIMUM },
  read(node, place) {
    const what = `a whole number from ${MINIMUM} to ${MAXIMUM}`;
    if (node.kind !== "scalar" || typeof node.value !== "number") {
      const digits = node.kind === "scalar" && /^\d+$/.test(node.text);
      return place.expected(
        node,
        what,
        digits ? "Remove the quotes." : "Write the port in the container, for instance `3000`.",
      );
    }
    if (Number.isInteger(node.value) && node.value >= MINIMUM && node.value <= MAXIMUM) return node.value;
    const message = `${place.label} must be ${what}, not ${node.text}.`;
    return place.refuse(node.span, {
      code: "PORT_INVALID",
      message,
      hint: "Write the port that the program listens on.",
    });
  },
};

/** Named ports of the container, each there once. */
export function ports(): ValueType<Readonly<Record<string, number>>> {
  return map({
    of: port,
    keyPattern: PORT_NAME,
    checkKey: checkPortName,
    hint: "Write `name: port` on lines of their own, indented, without dashes, for instance `web: 3000`.",
    distinct: {
      key: String,
      problem: (value, firstPath) => ({
        code: "PORT_INVALID",
        message: `The port ${value} is given by \`${firstPath}\` already.`,
        hint: "Give each port one name.",
      }),
    },
  });
}

function checkPortName(name: string): Checked<string> {
  if (PORT_NAME.test(name)) return accepted(name);
  const hint =
    "Use up to 63 lowercase letters, digits and `-`, with a letter or digit at both ends, for instance `web`.";
  return refused({ code: "PORT_INVALID", message: `${quote(name)} is not a name for a port.`, hint });
}
