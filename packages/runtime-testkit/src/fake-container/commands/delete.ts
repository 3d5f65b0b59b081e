import { type Call, faultOf } from "../call.ts";
import { Failure, caused } from "../failure.ts";

/** `delete`: each id on its own; what fails is told at the end, with status 1. */
export async function deleteContainers(call: Call): Promise<number> {
  const { args, state } = call;
  const ids = args.has("all") ? state.ids() : args.positionals;
  if (ids.length === 0) throw new Failure("no containers specified and --all not supplied");
  const failures: string[] = [];
  for (const id of ids) {
    const failure = await remove(call, id);
    if (failure === undefined) call.print(`${id}\n`);
    else failures.push(`internalError: "${failure}"`);
  }
  if (failures.length > 0) throw new Failure(failures.join("\n"));
  return 0;
}

async function remove(call: Call, id: string): Promise<string | undefined> {
  const { args, state } = call;
  if (!state.has(id)) return cannot("notFound", `container with ID ${id} not found`);
  if (faultOf(call, "rm-race") !== undefined)
    return cannot("invalidState", `container ${id} is stopping and can not be deleted`);
  if (state.status(id).isStuck || state.status(id).state === "stopping")
    return cannot("invalidState", `container ${id} is stopping and can not be deleted`);
  if (state.status(id).state === "running") {
    if (!args.has("force")) return cannot("invalidState", `container ${id} is running and can not be deleted`);
    state.machine(id)?.signal("SIGKILL");
    await state.machine(id)?.over;
  }
  state.removeContainer(id);
  return undefined;
}

function cannot(code: string, cause: string): string {
  return caused("failed to delete container", code, cause);
}
