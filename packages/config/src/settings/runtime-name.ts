import { MoatError } from "@moat/core";

/** Reads the name of a runtime, in any case, from a flag or a variable. Throws `RUNTIME_UNKNOWN`. */
export function runtimeName(source: string, text: string): "docker" | "apple" {
  const name = text.toLowerCase();
  if (name === "docker" || name === "apple") return name;
  throw new MoatError("RUNTIME_UNKNOWN", `Unknown ${source} value ${JSON.stringify(text)}.`, {
    hint: "Use 'docker' or 'apple'.",
    details: { source, value: text },
  });
}
