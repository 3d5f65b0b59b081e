import { list } from "../values/collection-types.ts";
import { text } from "../values/scalar-types.ts";
import type { ValueType } from "../values/value-type.ts";
import { accepted, refused } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";

const ITEM = /^[!-~]{1,200}$/;

/** The names of what an image is to have. What there is, and in which versions, is checked when a run is planned. */
export function dependencies(): ValueType<readonly string[]> {
  const item = text({ pattern: ITEM }, "a string", (value) =>
    ITEM.test(value)
      ? accepted(value)
      : refused({ message: `${quote(value)} is not the name of a dependency.`, hint: "Write it as in `node@24`." }),
  );
  return list(item, "Write a list, for instance `[node@24, git]`.", {
    plain: true,
    key: (value) => value,
    problem: (value, firstPath) => ({
      message: `${value} is given by \`${firstPath}\` already.`,
      hint: "Keep one of the two.",
    }),
  });
}
