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

/** One fault, as a test plans it. */
export interface FakeFault {
  readonly fault: FakeFaultName;
  /** The subcommand that it strikes, for instance `image pull`; every one by default. */
  readonly command?: string;
  /** A regular expression that an argument must match; any by default. */
  readonly id?: string;
  /** How many matching calls pass unharmed before; none by default. */
  readonly after?: number;
  /** How many matching calls it strikes; one by default, and 0 stands for all. */
  readonly times?: number;
  /** A number of the fault's own, for instance milliseconds; each fault has its default. */
  readonly amount?: number;
  /** A word of the fault's own, for instance an XPC route; each fault has its default. */
  readonly detail?: string;
}

/** The faults to come, and how often each has been met. */
export class FaultPlan {
  #faults: readonly FakeFault[] = [];
  #seen = new Map<FakeFault, number>();

  /** What was planned before is forgotten. */
  set(faults: readonly FakeFault[]): void {
    this.#faults = faults.map((fault) => ({ ...fault }));
    this.#seen = new Map();
  }

  /** Takes the faults that strike this call. */
  take(command: string, words: readonly string[]): readonly FakeFault[] {
    return this.#faults.filter((fault) => {
      if (fault.command !== undefined && fault.command !== command) return false;
      if (fault.id !== undefined && !words.some((word) => new RegExp(fault.id ?? "").test(word))) return false;
      const { after = 0, times = 1 } = fault;
      const seen = this.#seen.get(fault) ?? 0;
      this.#seen.set(fault, seen + 1);
      return seen >= after && (times === 0 || seen < after + times);
    });
  }
}
