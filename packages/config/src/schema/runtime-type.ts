import { choice } from "../values/scalar-types.ts";
import type { ValueType } from "../values/value-type.ts";
import type { MapNode } from "../yaml/source-node.ts";

const LANGUAGES: ReadonlySet<string> = new Set(["node", "python", "go"]);

/** The container runtime. The mapping that stood here once gets an error that prints what to write now. */
export function runtime(): ValueType<"" | "docker" | "apple"> {
  const word = choice(["docker", "apple"], "Write `docker` or `apple`, or leave the key out to let moat choose.");
  return {
    shape: word.shape,
    read(node, place) {
      if (node.kind !== "map") return word.read(node, place);
      const message = `The mapping form of ${place.label} was removed; it now names the container runtime.`;
      return place.refuse(node.span, { message, hint: rewriteOf(node) });
    },
  };
}

function rewriteOf(node: MapNode): string {
  const lines = node.entries.flatMap(({ key, value }) => {
    if (!LANGUAGES.has(key) || value.kind !== "scalar") return [];
    return [/^[\w.+-]+$/.test(value.text) ? `  - ${key}@${value.text}` : `  - ${key}`];
  });
  if (lines.length === 0) return "Write `docker` or `apple`, or leave the key out to let moat choose.";
  return ["Write instead:", "dependencies:", ...lines].join("\n");
}
