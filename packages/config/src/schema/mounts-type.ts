import { checkMountParts, checkMountText, MOUNT_MODES, type MountEntry } from "../inputs/mount-entry.ts";
import { mountTargetPattern } from "../inputs/mount-target.ts";
import { type Checked, accepted } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";
import { list } from "../values/collection-types.ts";
import { field, reserved } from "../values/field.ts";
import type { Place } from "../values/place.ts";
import { readRecord } from "../values/read-record.ts";
import { choice, text } from "../values/scalar-types.ts";
import type { ValueType } from "../values/value-type.ts";
import type { SourceNode } from "../yaml/source-node.ts";

const MOUNT_FIELDS = {
  source: field({
    type: text({ pattern: /[^\0]/ }, "a string", accepted),
    default: "",
    required: true,
    doc: "The path on the host: absolute, relative to the workspace, or beginning with `~`.",
    example: "source: ~/data",
  }),
  target: field({
    type: text({ pattern: new RegExp(`^${mountTargetPattern("long")}$`) }, "a string", accepted),
    default: "",
    required: true,
    doc: "The absolute path in the container.",
    example: "target: /data",
  }),
  mode: field({
    type: choice(MOUNT_MODES, "Write `ro` for read-only, `rw` for read-write."),
    default: "rw",
    doc: "`ro` for read-only, `rw` for read-write.",
    example: "mode: ro",
  }),
  exclude: reserved("Names below the source that the container does not see."),
} as const;

const SHORT_FORM = new RegExp(`^[^:\\0]+:${mountTargetPattern("short")}(?::(?:ro|rw))?$`);

const mount: ValueType<MountEntry> = {
  shape: {
    kind: "either",
    shapes: [
      { kind: "string", pattern: SHORT_FORM.source },
      { kind: "record", fields: MOUNT_FIELDS },
    ],
  },
  read(node, place) {
    if (node.kind === "scalar" && typeof node.value === "string") {
      return accept(checkMountText(node.value), node, place);
    }
    if (node.kind !== "map") {
      return place.expected(node, "a string or a mapping", "Write `source:target`, or `{source: ..., target: ...}`.");
    }
    const parts = readRecord(MOUNT_FIELDS, node, place);
    if (parts === undefined) return undefined;
    return accept(checkMountParts(parts), node, place);
  },
};

function accept(checked: Checked<MountEntry>, node: SourceNode, place: Place): MountEntry | undefined {
  if (!checked.ok) return place.refuse(node.span, checked.problem);
  if (place.scope === "workspace" || /^(?:\/|~$|~\/)/.test(checked.value.source)) return checked.value;
  return place.refuse(node.span, {
    code: "MOUNT_INVALID",
    message: `The mount source ${quote(checked.value.source)} is relative, and this file belongs to no workspace.`,
    hint: "Begin it with `/` or `~/`.",
  });
}

/** Mounts, in short or long form, no two of them on one target. */
export function mounts(): ValueType<readonly MountEntry[]> {
  return list(mount, "Write a list, each item as `source:target`.", {
    key: (entry) => entry.target,
    problem: ({ target }, firstPath) => ({
      code: "MOUNT_INVALID",
      message: `The mount target ${quote(target)} is taken by \`${firstPath}\`.`,
      hint: "Give each mount a target of its own.",
    }),
  });
}
