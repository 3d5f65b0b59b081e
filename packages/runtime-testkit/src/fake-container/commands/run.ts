import type { Call } from "../call.ts";
import { ParsedArguments } from "../arguments/parse-arguments.ts";
import { createContainer } from "./create.ts";
import { start } from "./start.ts";

/** `run`: `create` and an attached `start`; where the start fails the container is removed again. */
export async function run(call: Call): Promise<number> {
  const id = createContainer(call);
  const { args, state } = call;
  const flags = args.has("detach") ? [] : [["attach", [""]] as const, ...(args.has("interactive") ? [["interactive", [""]] as const] : [])];
  try {
    return await start({ ...call, args: new ParsedArguments([id], new Map(flags)) });
  } catch (error) {
    state.locked(() => state.removeContainer(id));
    throw error;
  }
}
