import { type Setting, validateRunName } from "@moat/config";

/** Decides the run's name: the one that is set, or the candidate. Throws `NAME_INVALID`. */
export function planName({ value, origin }: Setting<string>, candidate: string): Setting<string> {
  if (value === "") return { value: candidate, origin: "default" };
  return { value: validateRunName(value), origin };
}
