import type { Call } from "../call.ts";
import { createContainer } from "./create.ts";
import { startContainer } from "./start.ts";

/** `run`: `create` and `start`; where that fails the container is removed again. */
export async function run(call: Call): Promise<number> {
  const id = createContainer(call);
  const { args, state } = call;
  try {
    return await startContainer(call, id, { isAttached: !args.has("detach"), input: args.has("interactive") });
  } catch (error) {
    state.removeContainer(id);
    throw error;
  }
}
