import type { ParsedArguments } from "./arguments/parse-arguments.ts";
import type { FakeFault, FakeFaultName } from "./faults.ts";
import type { ProfileTraits } from "./profile.ts";
import type { FakeState } from "./state/fake-state.ts";

/** One call of the program, understood. */
export interface Call {
  /** The subcommand, for instance `image pull`. */
  readonly command: string;
  readonly args: ParsedArguments;
  readonly state: FakeState;
  readonly traits: ProfileTraits;
  /** The faults that strike this call. */
  readonly faults: readonly FakeFault[];
}

/** What a subcommand does; it returns the exit status. */
export type Command = (call: Call) => number | Promise<number>;

/** Finds a fault that strikes a call. */
export function faultOf(call: Call, ...names: readonly FakeFaultName[]): FakeFault | undefined {
  return call.faults.find(({ fault }) => names.includes(fault));
}
