import type { ValueType } from "../values/value-type.ts";

/** Whether the host's own certificate authorities come along, or the file with those that do instead. */
export function caCertificates(): ValueType<boolean | string> {
  return {
    shape: { kind: "either", shapes: [{ kind: "boolean" }, { kind: "string", pattern: "^[^\\0]+$" }] },
    read(node, place) {
      if (node.kind === "scalar" && typeof node.value === "boolean") return node.value;
      if (node.kind === "scalar" && typeof node.value === "string" && /^[^\0]+$/.test(node.value)) {
        if (place.scope !== "machine" || /^(?:~?\/|~$)/.test(node.value)) return node.value;
        const message = `${place.label} is relative, and this file belongs to no workspace.`;
        return place.refuse(node.span, { message, hint: "Write an absolute path, or one that begins with `~/`." });
      }
      return place.expected(
        node,
        "`true`, `false` or the path of a file",
        "Write `false` to bring none, or a file in PEM.",
      );
    },
  };
}
