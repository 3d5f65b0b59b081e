import type { SetupFacts } from "./setup-facts.ts";

/** Reads the text of os-release; what is missing is empty. Pure. */
export function parseOsRelease(text: string): SetupFacts["system"] {
  const value = (name: string) => new RegExp(`^${name}="?([^"\\n]*)"?$`, "m").exec(text)?.[1] ?? "";
  const like = value("ID_LIKE").split(" ").filter(Boolean);
  return { id: value("ID"), like, title: value("PRETTY_NAME") || value("NAME") };
}
