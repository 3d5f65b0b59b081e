import { field, reserved } from "../values/field.ts";
import { number } from "../values/number-types.ts";
import { record } from "../values/record-type.ts";
import { caCertificates } from "./ca-certificates-type.ts";
import { dns } from "./dns-type.ts";
import { ulimits } from "./ulimits-type.ts";

const ulimitsType = ulimits();

/** The keys of `container`. */
export const CONTAINER_FIELDS = {
  memory: field({
    // The sandbox itself takes some 20 MB of it.
    type: number({
      minimum: 64,
      maximum: 16_777_216,
      whole: true,
      hint: "Write megabytes (MiB), for instance `2048`.",
    }),
    default: 0,
    variable: "MOAT_MEMORY",
    doc: "The memory of the container, in MB of 1,048,576 bytes, without swap. Without it there is no limit but the machine's.",
    example: "container:\n  memory: 2048",
  }),
  cpus: field({
    type: number({
      minimum: 0.01,
      maximum: 1024,
      whole: false,
      hint: "Write a number of processors, for instance `1.5`.",
    }),
    default: 0,
    variable: "MOAT_CPUS",
    doc: "How many processors the container may keep busy; fractions count. Without it there is no limit but the machine's.",
    example: "container:\n  cpus: 1.5",
  }),
  dns: field({
    type: dns(),
    default: [],
    doc: "The IP addresses of the name servers, at most three. Without it the engine chooses.",
    example: "container:\n  dns: [1.1.1.1, 2606:4700:4700::1111]",
  }),
  ulimits: field({
    type: ulimitsType,
    default: ulimitsType.empty,
    doc: "Limits of the kernel for each process, by name.",
    example: "container:\n  ulimits:\n    nofile: {soft: 1024, hard: 4096}",
  }),
  log_size: field({
    type: number({ minimum: 1, maximum: 1_048_576, whole: true, hint: "Write megabytes (MiB), for instance `256`." }),
    default: 1024,
    variable: "MOAT_LOG_SIZE",
    doc: "How much of its output a run keeps, in MB of 1,048,576 bytes; older output is dropped first.",
    example: "container:\n  log_size: 256",
  }),
  ca_certificates: field({
    type: caCertificates(),
    default: true,
    doc: "Whether the container, and the build of its image, trust the certificate authorities that this machine trusts beside the usual ones; or a file in PEM with those to trust instead.",
    example: "container:\n  ca_certificates: false",
  }),
  apple: reserved("Settings of Apple's `container`."),
} as const;

/** What the container may use. */
export function container() {
  return record(CONTAINER_FIELDS, "Write its keys on lines of their own, indented, for instance `memory: 2048`.");
}
