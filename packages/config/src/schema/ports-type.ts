import { type Checked, accepted, refused } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";
import { map } from "../values/collection-types.ts";
import { number } from "../values/number-types.ts";
import type { ValueType } from "../values/value-type.ts";

const PORT_NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

const port = number({
  minimum: 1,
  maximum: 65_535,
  whole: true,
  code: "PORT_INVALID",
  hint: "Write the port that the program in the container listens on, for instance `3000`.",
});

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
