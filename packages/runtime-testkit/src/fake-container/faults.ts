import { join } from "node:path";
import type { FakeState } from "./state/fake-state.ts";
import { readJson, writeJson } from "./state/write-json.ts";

/** Every way in which the fake can be made to fail. */
export type FakeFaultName =
  | "daemon-down"
  | "daemon-interrupted"
  | "hang"
  | "slow"
  | "xpc-timeout"
  | "xpc-timeout-applied"
  | "no-kernel"
  | "pull-404"
  | "pull-401"
  | "pull-stall"
  | "exists"
  | "port-in-use"
  | "exec-missing"
  | "mount-gone"
  | "stop-hang"
  | "stuck-stopping"
  | "rm-race"
  | "net-pending"
  | "net-referring"
  | "late-ip"
  | "late-state"
  | "stdout-noise"
  | "stderr-noise"
  | "io-cancel"
  | "log-freeze"
  | "log-missing"
  | "log-bad-utf8"
  | "json-shuffle"
  | "json-escape"
  | "vanish"
  | "daemon-restart"
  | "version-skew"
  | "builder-transport"
  | "builder-timeout"
  | "dockerfile-too-big"
  | "kill-client";

/** One fault, as it is written down. */
export interface FakeFault {
  readonly fault: FakeFaultName;
  /** The subcommand that it strikes, for instance `image pull`; every one by default. */
  readonly command?: string;
  /** A regular expression that an argument must match. */
  readonly id?: string;
  /** How many matching calls pass unharmed before; none by default. */
  readonly after?: number;
  /** How many matching calls it strikes; one by default, and 0 stands for all. */
  readonly times?: number;
  /** A number of the fault's own, for instance milliseconds. */
  readonly amount?: number;
  /** A word of the fault's own, for instance an XPC route. */
  readonly detail?: string;
}

interface StoredFault extends FakeFault {
  readonly seen?: number;
}

const FILE = "faults.json";

/** Writes down the faults to come; what was there before is forgotten. */
export function setFaults(state: FakeState, faults: readonly FakeFault[]): void {
  writeJson(join(state.directory, FILE), faults);
}

/** Takes the faults that strike this call. */
export function takeFaults(state: FakeState, command: string, words: readonly string[]): readonly FakeFault[] {
  const path = join(state.directory, FILE);
  if (readJson<readonly StoredFault[]>(path, []).length === 0) return [];
  return state.locked(() => {
    const struck: FakeFault[] = [];
    const stored = readJson<readonly StoredFault[]>(path, []).map((fault): StoredFault => {
      if (fault.command !== undefined && fault.command !== command) return fault;
      if (fault.id !== undefined && !words.some((word) => new RegExp(fault.id ?? "").test(word))) return fault;
      const { seen = 0, after = 0, times = 1 } = fault;
      if (seen >= after && (times === 0 || seen < after + times)) struck.push(fault);
      return { ...fault, seen: seen + 1 };
    });
    writeJson(path, stored);
    return struck;
  });
}
