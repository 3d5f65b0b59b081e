import type { Ulimit, UlimitName } from "@moat/core";
import { field, reserved } from "../values/field.ts";
import { number } from "../values/number-types.ts";
import { record } from "../values/record-type.ts";
import type { ValueType } from "../values/value-type.ts";

/** The two values of a limit. */
export type UlimitValues = Pick<Ulimit, "soft" | "hard">;

interface UlimitRow {
  readonly minimum: number;
  readonly maximum: number;
  /** What it counts; goes into the reference. */
  readonly doc: string;
}

const ROWS = {
  fsize: { minimum: 0, maximum: Number.MAX_SAFE_INTEGER, doc: "The size of a file that a process writes, in bytes." },
  memlock: { minimum: 0, maximum: Number.MAX_SAFE_INTEGER, doc: "What a process may lock in memory, in bytes." },
  // With fewer, neither runtime can start a program; with more, the kernels of most machines refuse.
  nofile: { minimum: 16, maximum: 1_048_576, doc: "The files that a process has open." },
  nproc: { minimum: 8, maximum: 1_000_000, doc: "The processes and threads of the user. Needs the sandbox." },
} as const satisfies Readonly<Record<UlimitName, UlimitRow>>;

const NOT_BY_GVISOR = "gVisor does not enforce it, so it would be a limit in name only.";

const ULIMIT_FIELDS = {
  fsize: ulimit("fsize"),
  memlock: ulimit("memlock"),
  nofile: ulimit("nofile"),
  nproc: ulimit("nproc"),
  core: reserved(NOT_BY_GVISOR),
  cpu: reserved(NOT_BY_GVISOR),
  data: reserved(NOT_BY_GVISOR),
  locks: reserved(NOT_BY_GVISOR),
  msgqueue: reserved(NOT_BY_GVISOR),
  nice: reserved(NOT_BY_GVISOR),
  rss: reserved(NOT_BY_GVISOR),
  rtprio: reserved(NOT_BY_GVISOR),
  rttime: reserved(NOT_BY_GVISOR),
  sigpending: reserved(NOT_BY_GVISOR),
  stack: reserved(NOT_BY_GVISOR),
} as const;

/** The limits of the kernel, by name. */
export function ulimits() {
  return record(
    ULIMIT_FIELDS,
    "Write `name: {soft: ..., hard: ...}`, for instance `nofile: {soft: 1024, hard: 4096}`.",
  );
}

function ulimit(name: UlimitName) {
  const { minimum, maximum, doc } = ROWS[name];
  return field<UlimitValues | undefined>({
    type: softAndHard(minimum, maximum),
    default: undefined,
    doc,
    example: `${name}: {soft: 1024, hard: 4096}`,
  });
}

function softAndHard(minimum: number, maximum: number): ValueType<UlimitValues> {
  const bound = number({ minimum, maximum, whole: true, hint: "Write the number of units, without a suffix." });
  const pair = record(
    {
      soft: field({
        type: bound,
        default: 0,
        required: true,
        doc: "What a process starts with; it may raise it up to `hard`.",
        example: "soft: 1024",
      }),
      hard: field({
        type: bound,
        default: 0,
        required: true,
        doc: "What no process can go beyond.",
        example: "hard: 4096",
      }),
    } as const,
    "Write `{soft: ..., hard: ...}`.",
  );
  return {
    shape: pair.shape,
    read(node, place) {
      const values = pair.read(node, place);
      if (values === undefined || values.soft <= values.hard) return values;
      const message = `${place.label} has a soft limit, ${values.soft}, above its hard limit, ${values.hard}.`;
      return place.refuse(node.span, { message, hint: "Raise `hard`, or lower `soft`." });
    },
  };
}
