import type { ErrorCode } from "@moat/core";
import type { ValueType } from "./value-type.ts";

/** Which numbers are allowed, and what to say to the others. */
export interface NumberRange {
  readonly minimum: number;
  readonly maximum: number;
  /** Whether a fraction is refused. */
  readonly whole: boolean;
  readonly hint: string;
  /** `CONFIG_INVALID` when left out. */
  readonly code?: ErrorCode;
}

/** A number of a range. */
export function number({ minimum, maximum, whole, hint, code }: NumberRange): ValueType<number> {
  const what = `a ${whole ? "whole " : ""}number from ${minimum} to ${maximum}`;
  return {
    shape: { kind: "number", whole, minimum, maximum },
    read(node, place) {
      if (node.kind !== "scalar" || typeof node.value !== "number") {
        const quoted = node.kind === "scalar" && typeof node.value === "string" && /^\d+(?:\.\d+)?$/.test(node.text);
        return place.expected(node, what, quoted ? "Remove the quotes." : hint);
      }
      const { value } = node;
      if ((whole ? Number.isInteger(value) : !Number.isNaN(value)) && value >= minimum && value <= maximum)
        return value;
      const message = `${place.label} must be ${what}, not ${node.text}.`;
      return place.refuse(node.span, { ...(code === undefined ? {} : { code }), message, hint });
    },
  };
}
