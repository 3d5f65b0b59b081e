import type { ParsedArguments } from "./arguments/parse-arguments.ts";
import type { FakeFault, FakeFaultName } from "./faults.ts";
import type { ProfileTraits } from "./profile.ts";
import type { Caller } from "./service/caller.ts";
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
  /** The environment of the program. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether the program's stdin is a terminal. */
  readonly isTerminal: boolean;
  readonly caller: Caller;
  /** Prints on stdout. */
  readonly print: (text: string | Uint8Array) => void;
  /** Prints on stderr. */
  readonly complain: (text: string) => void;
}

/** What a subcommand does; it returns the exit status. */
export type Command = (call: Call) => number | Promise<number>;

/** Finds a fault that strikes a call. */
export function faultOf(call: Call, ...names: readonly FakeFaultName[]): FakeFault | undefined {
  return call.faults.find(({ fault }) => names.includes(fault));
}

/** Never comes back; ends with the program. */
export async function forever(call: Call): Promise<never> {
  await call.caller.gone;
  throw new Error("the caller is gone");
}
